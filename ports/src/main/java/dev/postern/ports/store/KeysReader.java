package dev.postern.ports.store;

import dev.postern.ports.config.ConfigEvent;
import dev.postern.ports.config.StoreLayout;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;

/** Reads the keys below a prefix as configuration; nothing while a publication is under way there. One thread's. */
public final class KeysReader implements StoreConfigSource.Reader<SortedMap<String, String>> {
    private final StoreLayout layout;
    private final Complaints strangers;

    /** @param log takes one line for each key that can hold nothing */
    public KeysReader(StoreLayout layout, Consumer<String> log) {
        this.layout = layout;
        strangers = new Complaints(log);
    }

    @Override
    public ConfigEvent read(SortedMap<String, String> values, String version) {
        Optional<String> publication = layout.publication(values);
        if (publication.isPresent()) {
            return new ConfigEvent.Unavailable("a publication has not ended yet ("
                    + NetworkFailure.oneLine(publication.get())
                    + "); if it never will, publish again with --take-over");
        }
        StoreLayout.Reading reading = layout.read(values);
        strangers.stand(reading.strangers().stream().map(KeysReader::complaint).toList());
        return new ConfigEvent.Documents(reading.documents(), version);
    }

    private static String complaint(String key) {
        return "event=key-left-out key=\"" + key + "\" reason=\"neither config, nor a section, nor an element of one\"";
    }
}
