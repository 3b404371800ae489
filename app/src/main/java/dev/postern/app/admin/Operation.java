package dev.postern.app.admin;

import java.util.List;

/**
 * One thing that may be asked: a method of a path.
 *
 * @param summary what the index says of it
 * @param parameters names that its query may have
 */
record Operation(
        String method, String path, String summary, List<String> parameters, Content content, Handler handler) {
    /** What its requests carry. */
    enum Content {
        NOTHING,
        CANDIDATE
    }

    @FunctionalInterface
    interface Handler {
        Answer answer(Ask ask) throws RefusedException, InterruptedException;
    }

    static Operation get(String path, String summary, List<String> parameters, Handler handler) {
        return new Operation("GET", path, summary, parameters, Content.NOTHING, handler);
    }
}
