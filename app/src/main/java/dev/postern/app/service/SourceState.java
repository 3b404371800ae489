package dev.postern.app.service;

import dev.postern.app.logging.Quoted;
import dev.postern.domain.config.Element;
import dev.postern.domain.config.ElementId;
import dev.postern.domain.config.Place;
import dev.postern.domain.config.Problem;
import dev.postern.ports.config.ConfigCodec;
import dev.postern.ports.config.ConfigDocument;
import dev.postern.ports.config.ConfigEvent;
import dev.postern.ports.config.ConfigSource;
import dev.postern.ports.config.Fragment;
import dev.postern.ports.config.Staleness;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one source has told so far. Belongs to the control thread. A text that did not change is not read again. */
final class SourceState {
    private static final Logger log = LoggerFactory.getLogger(SourceState.class);

    private final ConfigSource source;
    private final ConfigCodec codec;
    private Map<ConfigDocument, Fragment> read = Map.of();
    private Optional<List<Fragment>> fragments = Optional.empty();
    // Written by the control thread, read by any.
    private volatile Optional<String> unavailable = Optional.empty();
    private volatile Optional<Instant> savedAt = Optional.empty();

    private Optional<Instant> unavailableSince = Optional.empty();
    private Optional<Instant> toldAt = Optional.empty();
    private List<ConfigDocument> last = List.of();
    private String version = "";
    private List<Problem> leftOut = List.of();
    private Optional<Held> held = Optional.empty();
    private boolean isSecondRead;
    private boolean hasBeenNothing;

    SourceState(ConfigSource source, ConfigCodec codec) {
        this.source = source;
        this.codec = codec;
    }

    ConfigSource source() {
        return source;
    }

    /** What a word of the source is. */
    enum Word {
        NEW,
        NOTHING_NEW,
        HELD
    }

    /** What the source says while it is not believed yet. */
    private record Held(List<ConfigDocument> documents, List<Fragment> fragments, String reason, boolean isNothing) {}

    /** @param inForce what it gave to the snapshot in force; empty before the first */
    Word told(ConfigEvent event, Instant now, Optional<List<Element>> inForce) {
        switch (event) {
            case ConfigEvent.Documents(List<ConfigDocument> documents, String name, List<Problem> besides) -> {
                leftOut = besides;
                log.debug("event=source-told source={} version={}", new Quoted(source.name()), new Quoted(name));
                unavailable = Optional.empty();
                unavailableSince = Optional.empty();
                toldAt = Optional.of(now);
                version = name;
                savedAt = Optional.empty();
                return told(documents, inForce);
            }
            case ConfigEvent.Unavailable(String reason) -> {
                unavailable = Optional.of(reason);
                unavailableSince = unavailableSince.or(() -> Optional.of(now));
                return Word.NOTHING_NEW;
            }
        }
    }

    private Word told(List<ConfigDocument> documents, Optional<List<Element>> inForce) {
        List<Fragment> said = read(documents);
        Optional<Held> suspicious = inForce.filter(_ -> source.acceptance() == ConfigSource.Acceptance.BY_ELEMENT)
                .flatMap(elements -> suspicion(documents, said, elements));
        if (suspicious.isEmpty() || (isSecondRead && !suspicious.get().isNothing())) {
            held = Optional.empty();
            isSecondRead = false;
            return accept(documents, said);
        }
        boolean isNew = held.filter(
                        before -> before.isNothing() == suspicious.get().isNothing())
                .isEmpty();
        held = suspicious;
        hasBeenNothing |= suspicious.get().isNothing();
        return isNew ? Word.HELD : Word.NOTHING_NEW;
    }

    private Word accept(List<ConfigDocument> documents, List<Fragment> said) {
        boolean isNew = fragments.isEmpty() || !documents.equals(last);
        last = documents;
        fragments = Optional.of(said);
        hasBeenNothing = false;
        return isNew ? Word.NEW : Word.NOTHING_NEW;
    }

    private Optional<Held> suspicion(List<ConfigDocument> documents, List<Fragment> said, List<Element> inForce) {
        if (documents.isEmpty() && !inForce.isEmpty()) {
            return Optional.of(new Held(documents, said, "answers with nothing at all", true));
        }
        Gathered gathered = Gathered.of(said);
        Set<ElementId> now = new HashSet<>(gathered.elements().keySet());
        now.addAll(gathered.unreadable());
        // why: a text that can't be read at all may hold every route that is missed.
        if (!gathered.unreadableTexts().isEmpty()) {
            return Optional.empty();
        }
        Optional<String> reason = hasBeenNothing ? Shrinking.ofRefilled(inForce, now) : Optional.empty();
        return reason.or(() -> Shrinking.ofRoutes(inForce, now)).map(why -> new Held(documents, said, why, false));
    }

    boolean isHeld() {
        return held.isPresent();
    }

    /** Has what is held confirmed: the next word is believed. A store's silence never is. */
    void readAgain() {
        if (held.isPresent() && !held.get().isNothing()) {
            isSecondRead = true;
            source.refresh();
        }
    }

    /** A person says that what is held is meant. */
    void believe() {
        held.ifPresent(meant -> accept(meant.documents(), meant.fragments()));
        held = Optional.empty();
        isSecondRead = false;
    }

    /** Takes what was saved for what the source says, until it says something itself. */
    void restore(List<Saved.Text> texts, Instant at) {
        List<Fragment> restored = new ArrayList<>();
        for (Saved.Text text : texts) {
            Set<ElementId> wanted = Set.copyOf(text.inForce());
            List<Element> elements = codec.read(text.document()).elements().stream()
                    .filter(element -> wanted.contains(element.id()))
                    .toList();
            restored.add(new Fragment(text.document(), elements, List.of()));
        }
        fragments = Optional.of(restored);
        savedAt = Optional.of(at);
    }

    /** How long nothing was proved; what was saved proves as much as it did when it was saved. Any thread. */
    Optional<Staleness> staleness(Instant now) {
        return source.staleness()
                .map(stale -> savedAt.map(at -> new Staleness(Duration.between(at, now), stale.most()))
                        .orElse(stale));
    }

    /** Why the proxy is not to be sent traffic, where the operator limits how old a proof may be. Any thread. */
    Optional<String> tooStale(Instant now) {
        return staleness(now)
                .filter(Staleness::isTooMuch)
                .map(stale -> source.name() + " has proved nothing for "
                        + stale.age().toSeconds() + "s, more than its maxStaleness of "
                        + stale.most().map(Duration::toSeconds).orElse(0L) + "s"
                        + unavailable.map(reason -> ": " + reason).orElse(""));
    }

    List<Fragment> fragments() {
        return fragments.orElse(List.of());
    }

    ConfigStatus.SourceStatus status() {
        return new ConfigStatus.SourceStatus(
                source.name(),
                version,
                toldAt,
                Optional.empty(),
                unavailable,
                unavailableSince,
                savedAt,
                held.map(Held::reason));
    }

    private List<Fragment> read(List<ConfigDocument> documents) {
        Map<ConfigDocument, Fragment> fresh = new HashMap<>();
        List<Fragment> all = new ArrayList<>(documents.size());
        for (ConfigDocument document : documents) {
            Fragment known = read.get(document);
            Fragment fragment = known == null ? codec.read(document) : known;
            fresh.put(document, fragment);
            all.add(fragment);
        }
        read = fresh;
        return all;
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
    List<Problem> problems() {
        List<Problem> found = new ArrayList<>(leftOut);
        Place place = Place.whole(source.name());
        unavailable.filter(reason -> hasTold()).ifPresent(reason -> {
            String what =
                    savedAt.map(at -> "what was saved at " + at + " serves: ").orElse("what it said before stays: ");
            found.add(Problem.warning(place, "", "can't be read, " + what + reason));
        });
        if (unavailable.isEmpty() && savedAt.isPresent()) {
            found.add(
                    Problem.warning(place, "", "has not answered yet, what was saved at " + savedAt.get() + " serves"));
        }
        held.ifPresent(suspicious -> found.add(Problem.error(place, "", held(suspicious))));
        return found;
    }

    private static String held(Held suspicious) {
        return suspicious.reason()
                + (suspicious.isNothing()
                        ? "; held until it has something again"
                        : "; held until it says so again after changes.hold")
                + ", or until POST /config/apply confirms it";
    }

    /** @param before what is in force, and the place of this source in it */
    Reading reading(Optional<InForce> before, int index) {
        return new Reading(
                source.acceptance(),
                fragments.orElse(List.of()),
                before.map(inForce -> inForce.bySource().get(index)).orElse(List.of()));
    }
}
