package dev.postern.config.consul;

import dev.postern.ports.store.Backoff;
import dev.postern.ports.store.StoreFeed;
import dev.postern.ports.store.WatchThread;
import dev.postern.ports.store.WatchThread.WokenException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.kiwiproject.consul.Consul;
import org.kiwiproject.consul.model.ConsulResponse;
import org.kiwiproject.consul.option.ImmutableQueryOptions;
import org.kiwiproject.consul.option.QueryOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the same question for ever, each time for what is newer than the last answer, on a virtual thread of its own. An
 * agent that fails makes room for the next one; when all have failed in a row that is told, and tried again for ever.
 * Ends with {@link #close()}.
 */
final class BlockingQuery<T> implements StoreFeed<T> {
    private static final Logger LOG = LoggerFactory.getLogger(BlockingQuery.class);
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(50);
    private static final Duration WITHOUT_INDEX = Duration.ofSeconds(1);
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
    /** Trying where nobody listens costs nearly nothing, and finds a returning agent soon. */
    private static final Duration MOST_UNREACHED = Duration.ofSeconds(1);
    /** An agent that answers but can't or won't serve is not to be pressed. */
    private static final Duration MOST_REFUSED = Duration.ofSeconds(5);

    /** How to ask; and what the question is about, for failures. */
    interface Question<T> {
        Answer<T> ask(Consul agent, QueryOptions options);

        String subject();

        /** Whether a store that has lost everything would say the same. */
        default boolean isNothing(T value) {
            return false;
        }
    }

    /**
     * What an agent said.
     *
     * @param index of the state that it told; zero when it told none
     * @param ago when a server that may be behind heard from its leader
     */
    record Answer<T>(T value, BigInteger index, Duration ago) {
        static <T> Answer<T> of(T value, ConsulResponse<?> response) {
            return new Answer<>(
                    value,
                    Objects.requireNonNullElse(response.getIndex(), BigInteger.ZERO),
                    Duration.ofMillis(Math.max(0, response.getLastContact())));
        }
    }

    private final ConsulAgents agents;
    private final Question<T> question;
    private volatile @Nullable WatchThread thread;

    // All below belongs to the thread.
    private final Backoff backoff = new Backoff(FIRST_BACKOFF, RandomGenerator.getDefault());
    private final List<String> failures = new ArrayList<>();
    private int agent;
    private BigInteger index = BigInteger.ZERO;
    private BigInteger somethingAt = BigInteger.ZERO;
    private long askedAt = System.nanoTime() - BETWEEN_QUESTIONS.toNanos();

    BlockingQuery(ConsulAgents agents, Question<T> question) {
        this.agents = agents;
        this.question = question;
    }

    @Override
    public void start(Listener<T> listener) {
        thread = WatchThread.start("consul-watch " + question.subject(), self -> run(self, listener));
    }

    @Override
    public void refresh() {
        WatchThread running = thread;
        if (running != null) {
            running.wake();
        }
    }

    @Override
    public void close() {
        WatchThread running = thread;
        if (running != null) {
            running.close();
        }
    }

    private void run(WatchThread self, Listener<T> listener) {
        while (!self.isClosed()) {
            try {
                step(self, listener);
            } catch (WokenException e) {
                index = BigInteger.ZERO;
            } catch (Exception e) {
                LOG.error("event=consul-watch-broken subject={}", question.subject(), e);
                index = BigInteger.ZERO;
            }
        }
    }

    private void step(WatchThread self, Listener<T> listener) throws WokenException {
        self.pause(Duration.ofNanos(Math.max(0, askedAt + BETWEEN_QUESTIONS.toNanos() - System.nanoTime())));
        askedAt = System.nanoTime();
        Answer<T> answer;
        try {
            answer = self.waiting(() -> question.ask(agents.client(agent), options()));
            doubt(answer);
        } catch (WokenException e) {
            throw e;
        } catch (Exception e) {
            failed(self, listener, e);
            return;
        }
        failures.clear();
        backoff.succeeded();
        if (!question.isNothing(answer.value())) {
            somethingAt = answer.index();
        }
        // why: an index that went backwards belongs to another history, a restored or an emptied store
        index = answer.index().compareTo(index) < 0 ? BigInteger.ZERO : answer.index();
        listener.told(answer.value(), answer.index().toString());
        listener.proved(answer.ago());
        if (answer.index().signum() <= 0) {
            self.pause(WITHOUT_INDEX);
        }
    }

    /** Nothing, from a store that was emptied or restored, is no news of what there was before. */
    private void doubt(Answer<T> answer) {
        if (question.isNothing(answer.value()) && answer.index().compareTo(somethingAt) < 0) {
            throw new UnprovenException(
                    "has lost its history and knows nothing of " + question.subject() + " any more");
        }
    }

    private QueryOptions options() {
        ImmutableQueryOptions.Builder options = agents.question();
        if (index.signum() > 0) {
            options.index(index).wait(agents.connection().patience().toSeconds() + "s");
        }
        return options.build();
    }

    private void failed(WatchThread self, Listener<T> listener, Exception failure) throws WokenException {
        LOG.debug("event=consul-question-failed agent={} subject={}", agents.name(agent), question.subject(), failure);
        boolean wasWatching = index.signum() > 0;
        index = BigInteger.ZERO;
        if (wasWatching) {
            // why: a wait may end with a lost connection; only a plain question tells whether the agent is well
            return;
        }
        failures.add(agents.name(agent) + ": " + Failures.line(failure, question.subject()));
        agent = (agent + 1) % agents.count();
        if (failures.size() >= agents.count()) {
            Set<String> reasons = new LinkedHashSet<>(failures);
            failures.clear();
            listener.failed(String.join("; ", reasons));
            self.pause(backoff.failed(Failures.isAnswer(failure) ? MOST_REFUSED : MOST_UNREACHED));
        }
    }
}
