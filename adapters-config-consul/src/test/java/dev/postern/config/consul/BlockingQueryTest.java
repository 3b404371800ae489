package dev.postern.config.consul;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.config.consul.FakeAgent.Answer;
import dev.postern.config.consul.FakeAgent.Question;
import dev.postern.ports.config.ConfigSource;
import dev.postern.ports.config.RecordedEvents;
import dev.postern.ports.config.SourceUri;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BlockingQueryTest {
    private final RecordedEvents events = new RecordedEvents(Duration.ofSeconds(15));
    private FakeAgent agent;
    private ConfigSource source;

    @BeforeEach
    void startTheAgent() throws Exception {
        agent = new FakeAgent();
        source = source(agent.address(), "wait=4s");
    }

    @AfterEach
    void closeEverything() {
        source.close();
        agent.close();
    }

    private static ConfigSource source(String agents, String options) throws Exception {
        return new ConsulSourceFactory(Map.of()).open(SourceUri.parse("consul://" + agents + "/p?" + options));
    }

    @Test
    void asksPlainlyFirstAndThenForWhatIsNewer() throws Exception {
        agent.answers(Answer.keys("10", "a"), Answer.keys("12", "b"));
        source.start(events);
        events.awaitTexts("b");
        assertFalse(agent.nextQuestion().isBlocking());
        assertAsksFor("10", agent.nextQuestion());
        assertAsksFor("12", agent.nextQuestion());
    }

    @Test
    void startsOverWhenTheIndexGoesBackwards() throws Exception {
        agent.answers(Answer.keys("10", "a"), Answer.keys("4", "b"), Answer.keys("4", "b"));
        source.start(events);
        agent.nextQuestion();
        assertAsksFor("10", agent.nextQuestion());
        assertFalse(agent.nextQuestion().isBlocking());
        assertAsksFor("4", agent.nextQuestion());
        events.awaitTexts("b");
    }

    @Test
    void neverBlocksOnAnIndexThatIsMissingOrZeroAndDoesNotHurryThen() throws Exception {
        agent.answers(Answer.keys("", "a"), Answer.keys("0", "b"), Answer.keys("", "c"));
        source.start(events);
        Question first = agent.nextQuestion();
        Question second = agent.nextQuestion();
        Question third = agent.nextQuestion();
        assertFalse(second.isBlocking());
        assertFalse(third.isBlocking());
        assertTrue(third.atNanos() - first.atNanos() > Duration.ofMillis(1_900).toNanos());
        events.awaitTexts("c");
    }

    @Test
    void leavesTheAgentAMomentBetweenQuestions() throws Exception {
        Answer[] answers = new Answer[10];
        for (int i = 0; i < answers.length; i++) {
            answers[i] = Answer.keys(Integer.toString(i + 1), "a");
        }
        agent.answers(answers);
        source.start(events);
        long first = agent.nextQuestion().atNanos();
        for (int i = 1; i < answers.length; i++) {
            agent.nextQuestion();
        }
        long took = agent.nextQuestion().atNanos() - first;
        assertTrue(took > Duration.ofMillis(450).toNanos(), took + " ns for ten questions");
        assertEquals(1, events.count());
    }

    @Test
    void isPatientForAsLongAsTheAgentMayKeepTheQuestion() throws Exception {
        agent.answers(Answer.keys("10", "a"), Answer.keys("10", "a").after(4_200), Answer.keys("11", "b"));
        source.start(events);
        events.awaitTexts("b");
        assertEquals(2, events.count(), events.all().toString());
    }

    @Test
    void asksPlainlyAgainAfterALostWaitBeforeItSaysThatAnythingIsWrong() throws Exception {
        agent.answers(Answer.keys("10", "a"), Answer.of(500, "rpc error"), Answer.keys("11", "b"));
        source.start(events);
        events.awaitTexts("b");
        assertEquals(2, events.count(), events.all().toString());
        agent.nextQuestion();
        agent.nextQuestion();
        assertFalse(agent.nextQuestion().isBlocking());
    }

    @Test
    void tellsAReasonOncePerChange() throws Exception {
        Answer down = Answer.of(500, "No cluster leader");
        agent.answers(down, down, down, Answer.of(503, "busy\nline two"), Answer.keys("3", "a"));
        source.start(events);
        events.awaitTexts("a");
        String name = "consul " + agent.address() + ": ";
        assertEquals(
                List.of(
                        List.of("(unavailable: " + name + "the cluster has no leader (500))"),
                        List.of("(unavailable: " + name + "answered 503: busy line two)"),
                        List.of("a")),
                events.all().stream().map(RecordedEvents::textsOf).toList());
    }

    @Test
    void knowsAnAnswerThatIsNotConsuls() throws Exception {
        agent.answers(new Answer(200, "<html>welcome</html>", "", true, 0));
        source.start(events);
        assertEquals(
                "consul " + agent.address() + ": the answer broke off, or is not Consul's",
                events.awaitUnavailableAfter(0).reason());
    }

    @Test
    void believesThatThereIsNothingOnlyWhenALeaderSaysSo() throws Exception {
        Answer nothing = Answer.of(404, "");
        agent.answers(
                Answer.keys("10", "a"),
                nothing, // the watch
                nothing.withoutLeader(), // asked again through the leader
                nothing, // the plain question after the doubt
                nothing.withoutLeader(), // asked again through the leader
                nothing, // the next try
                nothing, // asked again through the leader: it knows
                nothing); // a single key may be read
        source.start(events);
        events.awaitTexts();
        assertEquals(3, events.count(), events.all().toString());
        assertEquals(
                List.of("(unavailable: consul " + agent.address()
                        + ": the cluster has no leader that could tell that p/ is empty)"),
                RecordedEvents.textsOf(events.all().get(1)));
    }

    @Test
    void takesWhatTheLeaderHasWhereAnotherServerHadNothing() throws Exception {
        agent.answers(Answer.of(404, ""), Answer.keys("10", "a"));
        source.start(events);
        events.awaitTexts("a");
        assertFalse(agent.nextQuestion().query().contains("consistent"));
        assertTrue(agent.nextQuestion().query().contains("consistent"));
        assertEquals(1, events.count());
    }

    @Test
    void doesNotTakeForNothingWhatItMayNotRead() throws Exception {
        agent.answers(Answer.of(404, ""), Answer.of(404, ""), Answer.of(403, "Permission denied"));
        source.start(events);
        assertEquals(
                "consul " + agent.address() + ": permission denied for p/ (403)",
                events.awaitUnavailableAfter(0).reason());
        assertEquals(1, events.count());
    }

    @Test
    void turnsToTheNextAgentBeforeItSaysThatAnythingIsWrong() throws Exception {
        agent.answers(Answer.keys("10", "a"));
        try (FakeAgent broken = new FakeAgent().answers(Answer.of(500, "broken"));
                ConfigSource two = source(broken.address() + "," + agent.address(), "wait=4s")) {
            two.start(events);
            events.awaitTexts("a");
            assertEquals(1, events.count(), events.all().toString());
        }
    }

    @Test
    void namesEveryAgentWhenAllHaveFailed() throws Exception {
        agent.answers(Answer.of(500, "worse"));
        try (FakeAgent broken = new FakeAgent().answers(Answer.of(500, "broken"));
                ConfigSource two = source(broken.address() + "," + agent.address(), "wait=4s")) {
            two.start(events);
            assertEquals(
                    "consul " + broken.address() + ": answered 500: broken; consul " + agent.address()
                            + ": answered 500: worse",
                    events.awaitUnavailableAfter(0).reason());
        }
    }

    @Test
    void asksAsTheOptionsSay() throws Exception {
        try (ConfigSource other = source(agent.address(), "wait=1m&datacenter=eu&consistency=stale")) {
            agent.answers(Answer.keys("10", "a"));
            other.start(events);
            events.awaitTexts("a");
            agent.nextQuestion();
            String query = agent.nextQuestion().query();
            for (String part : List.of("recurse", "dc=eu", "stale", "index=10", "wait=60s")) {
                assertTrue(query.contains(part), query);
            }
        }
    }

    @Test
    void everyAnswerProvesTheStateOfItsTime() throws Exception {
        agent.isBehind(60_000);
        assertTrue(ageAfterAnAnswer(agent, source).toSeconds() >= 60);
        try (FakeAgent leader = new FakeAgent();
                ConfigSource of = source(leader.address(), "wait=4s")) {
            assertTrue(ageAfterAnAnswer(leader, of).toSeconds() < 30);
        }
    }

    private Duration ageAfterAnAnswer(FakeAgent asked, ConfigSource from) throws Exception {
        asked.answers(Answer.keys("10", "a"));
        from.start(events);
        asked.nextQuestion();
        asked.nextQuestion();
        return from.staleness().orElseThrow().age();
    }

    private static void assertAsksFor(String index, Question question) {
        assertTrue(question.query().contains("index=" + index), question.query());
        assertTrue(question.query().contains("wait=4s"), question.query());
    }
}
