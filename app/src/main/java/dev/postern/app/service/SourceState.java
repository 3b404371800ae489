package dev.postern.app.service;

import dev.postern.app.logging.Quoted;
import dev.postern.domain.config.Place;
import dev.postern.domain.config.Problem;
import dev.postern.ports.config.ConfigCodec;
import dev.postern.ports.config.ConfigDocument;
import dev.postern.ports.config.ConfigEvent;
import dev.postern.ports.config.ConfigSource;
import dev.postern.ports.config.Fragment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one source has told so far. Belongs to the control thread. A text that did not change is not read again. */
final class SourceState {
    private static final Logger log = LoggerFactory.getLogger(SourceState.class);

    private final ConfigSource source;
    private final ConfigCodec codec;
    private Map<ConfigDocument, Fragment> read = Map.of();
    private Optional<List<Fragment>> fragments = Optional.empty();
    private Optional<String> unavailable = Optional.empty();
    private Optional<Instant> unavailableSince = Optional.empty();
    private Optional<Instant> toldAt = Optional.empty();
    private List<ConfigDocument> last = List.of();
    private String version = "";

    SourceState(ConfigSource source, ConfigCodec codec) {
        this.source = source;
        this.codec = codec;
    }

    ConfigSource source() {
        return source;
    }

    /** True when it says something else than it said before. */
    boolean told(ConfigEvent event, Instant now) {
        switch (event) {
            case ConfigEvent.Documents(List<ConfigDocument> documents, String name) -> {
                log.debug("event=source-told source={} version={}", new Quoted(source.name()), new Quoted(name));
                boolean isNew = !hasTold() || !documents.equals(last);
                unavailable = Optional.empty();
                unavailableSince = Optional.empty();
                toldAt = Optional.of(now);
                version = name;
                last = documents;
                read(documents);
                return isNew;
            }
            case ConfigEvent.Unavailable(String reason) -> {
                unavailable = Optional.of(reason);
                unavailableSince = unavailableSince.or(() -> Optional.of(now));
                return false;
            }
        }
    }

    ConfigStatus.SourceStatus status() {
        return new ConfigStatus.SourceStatus(
                source.name(), version, toldAt, unavailable, unavailableSince, Optional.empty(), Optional.empty());
    }

    private void read(List<ConfigDocument> documents) {
        Map<ConfigDocument, Fragment> fresh = new HashMap<>();
        List<Fragment> all = new ArrayList<>(documents.size());
        for (ConfigDocument document : documents) {
            Fragment known = read.get(document);
            Fragment fragment = known == null ? codec.read(document) : known;
            fresh.put(document, fragment);
            all.add(fragment);
        }
        read = fresh;
        fragments = Optional.of(all);
    }

    boolean hasSpoken() {
        return fragments.isPresent() || unavailable.isPresent();
    }

    boolean hasTold() {
        return fragments.isPresent();
    }

    /** What is wrong with its texts, each by itself. */
    List<Problem> textProblems() {
        List<Problem> problems = new ArrayList<>();
        fragments.ifPresent(all -> all.forEach(fragment -> problems.addAll(fragment.problems())));
        return problems;
    }

    /** Why there is nothing of it at the start. */
    Optional<String> silence() {
        if (hasTold()) {
            return Optional.empty();
        }
        return Optional.of(source.name() + ": " + unavailable.orElse("no answer in time"));
    }

    /** The source's state while the proxy runs on what it told before. */
    Optional<Problem> problem() {
        return unavailable
                .filter(reason -> hasTold())
                .map(reason -> Problem.warning(
                        Place.whole(source.name()), "", "can't be read, what it said before stays: " + reason));
    }

    /** @param before what is in force, and the place of this source in it */
    Reading reading(Optional<InForce> before, int index) {
        return new Reading(
                source.acceptance(),
                fragments.orElse(List.of()),
                before.map(inForce -> inForce.bySource().get(index)).orElse(List.of()));
    }
}
