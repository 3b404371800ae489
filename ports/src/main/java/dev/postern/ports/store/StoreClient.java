package dev.postern.ports.store;

/** What several feeds ask through. */
public interface StoreClient extends AutoCloseable {
    /** Whatever is under way fails, and nothing can be asked any more. */
    @Override
    void close();
}
