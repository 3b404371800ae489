package dev.postern.app.cli;

/** What the operating system asks of a running proxy. */
@FunctionalInterface
public interface Signals {
    /**
     * From now on these are run, each time on a thread of its own. A further stop ends the process at once.
     *
     * @param stop SIGTERM, SIGINT
     * @param reload SIGHUP
     */
    void handle(Runnable stop, Runnable reload);
}
