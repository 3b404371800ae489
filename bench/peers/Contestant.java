package peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A peer that runs. */
record Contestant(Peer peer, Running running, Entrances entrances) implements AutoCloseable {
    static Contestant start(Peer peer, Site site, Entrances entrances, boolean logs) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(site.folder(), peer.name());
        List<String> command = new ArrayList<>(Site.on(site.proxyCores(), peer.prepare(site, folder, entrances, logs)));
        Running running = Running.start(peer.name(), command, folder.resolve("output.log"));
        try {
            running.awaitPort(entrances.http());
        } catch (RuntimeException | IOException | InterruptedException e) {
            running.close();
            throw e;
        }
        return new Contestant(peer, running, entrances);
    }

    String name() {
        return peer.name();
    }

    @Override
    public void close() {
        running.close();
    }
}
