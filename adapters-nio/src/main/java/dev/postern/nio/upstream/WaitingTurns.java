package dev.postern.nio.upstream;

import dev.postern.nio.http.WaitingLine.Waiter;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is next in a line: groups take turns, and within a group it is first come, first served, so that a group that floods
 * the line holds nobody else up. Belongs to its line.
 */
final class WaitingTurns {
    private static final int SLACK = 64;

    static final class Entry {
        private final Waiter waiter;
        private final long sinceNanos;
        private Group group;
        private boolean stands = true;
        private boolean isListed = true;

        private Entry(Waiter waiter, Group group, long sinceNanos) {
            this.waiter = waiter;
            this.group = group;
            this.sinceNanos = sinceNanos;
        }

        Waiter waiter() {
            return waiter;
        }

        long sinceNanos() {
            return sinceNanos;
        }
    }

    private static final class Group {
        final String name;
        final ArrayDeque<Entry> entries = new ArrayDeque<>();
        int standing;

        Group(String name) {
            this.name = name;
        }
    }

    private final Map<String, Group> groups = new HashMap<>();
    /** The first one's turn is next. */
    private final ArrayDeque<Group> ring = new ArrayDeque<>();

    private final ArrayDeque<Entry> byAge = new ArrayDeque<>();
    private int standing;

    Entry add(Waiter waiter, long nowNanos) {
        Entry entry = new Entry(waiter, groups.computeIfAbsent(waiter.group(), Group::new), nowNanos);
        place(entry).entries.addLast(entry);
        byAge.addLast(entry);
        if (byAge.size() > 2 * standing + SLACK) {
            byAge.removeIf(each -> {
                each.isListed = each.stands;
                return !each.stands;
            });
        }
        return entry;
    }

    /** Back to where it stood, before all others of its group. */
    void restore(Entry entry) {
        entry.group = groups.getOrDefault(entry.group.name, entry.group);
        place(entry).entries.addFirst(entry);
        entry.stands = true;
        if (!entry.isListed) {
            byAge.addFirst(entry);
            entry.isListed = true;
        }
    }

    private Group place(Entry entry) {
        Group group = entry.group;
        if (group.entries.isEmpty()) {
            groups.put(group.name, group);
            ring.addLast(group);
        }
        group.standing++;
        standing++;
        return group;
    }

    /** Takes the next one out; null when nobody stands here. */
    @Nullable
    Entry next() {
        Group group = ring.pollFirst();
        if (group == null) {
            return null;
        }
        Entry entry = group.entries.removeFirst();
        leaves(entry);
        trim(group);
        if (!group.entries.isEmpty()) {
            ring.addLast(group);
        } else {
            groups.remove(group.name);
        }
        return entry;
    }

    /** Leaves from wherever it stands. */
    void gone(Entry entry) {
        leaves(entry);
        Group group = entry.group;
        trim(group);
        if (group.entries.isEmpty()) {
            ring.remove(group);
            groups.remove(group.name);
        }
    }

    private void leaves(Entry entry) {
        entry.stands = false;
        entry.group.standing--;
        standing--;
    }

    /** So that the first of a group always stands. */
    private static void trim(Group group) {
        while (!group.entries.isEmpty() && !group.entries.peekFirst().stands) {
            group.entries.removeFirst();
        }
    }

    /** Who has stood longest; null when nobody stands here. */
    @Nullable
    Entry oldest() {
        while (!byAge.isEmpty() && !byAge.peekFirst().stands) {
            byAge.removeFirst().isListed = false;
        }
        return byAge.peekFirst();
    }

    /** The last one of the group that has most standing here; null where a group would then have no more than this one. */
    @Nullable
    Entry lastOfLongest(String than) {
        Group own = groups.get(than);
        Group longest = null;
        for (Group group : ring) {
            if (longest == null || group.standing > longest.standing) {
                longest = group;
            }
        }
        if (longest == null || longest.standing <= (own == null ? 0 : own.standing) + 1) {
            return null;
        }
        while (!longest.entries.peekLast().stands) {
            longest.entries.removeLast();
        }
        return longest.entries.peekLast();
    }
}
