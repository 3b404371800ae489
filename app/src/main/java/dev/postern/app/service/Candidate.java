package dev.postern.app.service;

import dev.postern.domain.config.Element;
import dev.postern.domain.config.ElementId;
import dev.postern.domain.config.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What could be put in force next. Where it can't, it steps back towards what is in force, as little as the sources'
 * way of acceptance allows; each step makes it more like that, so the steps end.
 */
final class Candidate {
    private final List<Share> shares = new ArrayList<>();
    private final Collection<Problem> problems;
    private final boolean hasBefore;
    private boolean hopeless;

    /** @param problems takes up what is found on the way */
    Candidate(List<Reading> readings, boolean hasBefore, Collection<Problem> problems) {
        this.problems = problems;
        this.hasBefore = hasBefore;
        for (Reading reading : readings) {
            Share share = new Share(reading);
            shares.add(share);
            problems.addAll(share.gathered().problems());
            hopeless |= share.isWhole() && share.gathered().hasErrors() && !hasBefore;
        }
        settleConflicts();
    }

    /** Nothing can be put in force, as there is nothing to step back to. */
    boolean isHopeless() {
        return hopeless;
    }

    boolean isAsInForce() {
        return hasBefore && shares.stream().allMatch(Share::isAsInForce);
    }

    List<Share> shares() {
        return shares;
    }

    List<Element> elements() {
        List<Element> all = new ArrayList<>();
        shares.forEach(share -> all.addAll(share.elements()));
        return all;
    }

    List<List<Element>> bySource() {
        return shares.stream().map(share -> List.copyOf(share.elements())).toList();
    }

    /** Makes the elements that these errors are about what they were before. False when that changes nothing. */
    boolean stepBack(List<Problem> errors) {
        boolean changed = false;
        Map<ElementId, Share> owners = owners();
        for (Problem error : errors) {
            Optional<ElementId> id = ElementPaths.idOf(error.path(), owners.keySet());
            Share owner = id.map(owners::get).orElse(null);
            if (id.isPresent() && owner != null) {
                changed |= stepBack(owner, id.get());
            }
        }
        if (!changed && !hopeless) {
            changed = restoreWhatIsGone() || stepBackWholly();
        }
        settleConflicts();
        return changed && !hopeless;
    }

    private boolean stepBack(Share owner, ElementId id) {
        Optional<Element> blamed = owner.find(id);
        boolean changed;
        if (owner.isWhole()) {
            changed = !owner.isAsInForce();
            reject(owner);
        } else {
            changed = owner.stepBack(id);
        }
        return changed || (blamed.isPresent() && restoreWhatItNeeds(blamed.get()));
    }

    private void reject(Share whole) {
        hopeless |= !hasBefore;
        whole.stepBack();
    }

    /** What an element refers to goes back with it, as the element held with that and may not without. */
    private boolean restoreWhatItNeeds(Element element) {
        boolean changed = false;
        for (ElementId needed : References.of(element)) {
            boolean isGone = shares.stream().noneMatch(share -> share.has(needed));
            for (Share share : shares) {
                if (isGone || (!share.isWhole() && share.has(needed))) {
                    changed |= restore(share, needed, element.id() + " refers to it");
                }
            }
        }
        return changed;
    }

    /** Where no element is to blame, something may be missed that none refers to, such as the last listener. */
    private boolean restoreWhatIsGone() {
        boolean changed = false;
        for (Share share : shares) {
            if (!share.isWhole()) {
                for (ElementId gone : share.gone()) {
                    changed |= restore(share, gone, "the rest can't do without it");
                }
            }
        }
        return changed;
    }

    private boolean restore(Share share, ElementId id, String reason) {
        Optional<Element> before = share.findInForce(id);
        String what = share.has(id) ? "changed" : "gone";
        if (before.isEmpty() || !share.stepBack(id)) {
            return false;
        }
        problems.add(Problem.error(before.get().place(), id.path(), "is " + what + " but kept as it was: " + reason));
        return true;
    }

    private boolean stepBackWholly() {
        boolean changed = hasBefore && !isAsInForce();
        if (changed) {
            shares.forEach(Share::stepBack);
        }
        return changed;
    }

    private Map<ElementId, Share> owners() {
        Map<ElementId, Share> owners = new HashMap<>();
        shares.forEach(share -> share.elements().forEach(element -> owners.put(element.id(), share)));
        return owners;
    }

    private record Conflict(ElementId id, Share first, Share second) {}

    private void settleConflicts() {
        List<Conflict> conflicts = conflicts();
        while (!conflicts.isEmpty()) {
            conflicts.forEach(this::settle);
            conflicts = conflicts();
        }
    }

    private List<Conflict> conflicts() {
        List<Conflict> found = new ArrayList<>();
        if (shares.size() > 1) {
            Map<ElementId, Share> owners = new HashMap<>();
            for (Share share : shares) {
                for (Element element : share.elements()) {
                    Share first = owners.putIfAbsent(element.id(), share);
                    if (first != null) {
                        found.add(new Conflict(element.id(), first, share));
                        first.find(element.id()).ifPresent(one -> problems.add(Gathered.conflict(one, element)));
                    }
                }
            }
        }
        return found;
    }

    private void settle(Conflict conflict) {
        // why: settling an earlier conflict may have settled this one.
        if (conflict.first().has(conflict.id()) && conflict.second().has(conflict.id())) {
            Share loser = loser(conflict.id(), conflict.first(), conflict.second());
            if (loser.isWhole()) {
                reject(loser);
            } else {
                loser.stepBack(conflict.id());
            }
        }
    }

    /** Who has it in force keeps it; otherwise an element of a store yields to a file, and the second to the first. */
    private static Share loser(ElementId id, Share first, Share second) {
        if (first.findInForce(id).isPresent()) {
            return second;
        }
        if (second.findInForce(id).isPresent()) {
            return first;
        }
        return !first.isWhole() && second.isWhole() ? first : second;
    }
}
