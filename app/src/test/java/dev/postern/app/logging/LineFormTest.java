package dev.postern.app.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.domain.config.LogConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LineFormTest {
    private static final String START = "{\"time\":\"2000-02-29T00:00:00.005Z\",\"level\":";
    private static final String END = ",\"logger\":\"dev.postern.app.Something\"}";

    private static String line(LineForm form, ILoggingEvent event) {
        StringBuilder out = new StringBuilder();
        form.append(event, out);
        return out.toString();
    }

    private static String json(ILoggingEvent event) {
        return line(new JsonForm(), event);
    }

    private static String text(ILoggingEvent event) {
        return line(new TextForm(false, false), event);
    }

    private static JsonNode read(String json) throws JsonProcessingException {
        return new ObjectMapper().readTree(json);
    }

    @Test
    void pairsAreFieldsAndNumbersAreNumbers() {
        assertEquals(
                START + "\"warn\",\"event\":\"odd\",\"count\":3,\"name\":\"a \\\"b\\\"\\nc\",\"took\":\"5ms\"" + END,
                json(Told.told(Level.WARN, "event=odd count={} name={} took={}ms", 3, new Quoted("a \"b\"\nc"), 5)));
    }

    @Test
    void noValueCanLookLikeAnotherKey() throws JsonProcessingException {
        String forged = "x\" event=fine level=info {} y=\"";
        JsonNode told = read(json(Told.told(Level.WARN, "event=odd reason=\"{}\" after={}", forged, "z")));
        assertEquals("odd", told.path("event").asText());
        assertEquals(forged, told.path("reason").asText());
        assertEquals("z", told.path("after").asText());
        assertEquals("warn", told.path("level").asText());
        assertEquals(6, told.size(), told.toString());
    }

    @Test
    void aLineMadeElsewhereGetsAKeyMore() throws JsonProcessingException {
        JsonNode told = read(
                json(Told.told(Level.WARN, "{} source=consul", "event=left-out reason=\"no \\\"x\\\" there\" key=a")));
        assertEquals("left-out", told.path("event").asText());
        assertEquals("no \"x\" there", told.path("reason").asText());
        assertEquals("a", told.path("key").asText());
        assertEquals("consul", told.path("source").asText());
    }

    @Test
    void aLibrarysProseIsAMessage() {
        ILoggingEvent event = Told.by("org.example.Client", Level.ERROR, "Lost {} of a=b\nforever", "it");
        assertEquals(
                START + "\"error\",\"message\":\"Lost it of a=b\\nforever\",\"logger\":\"org.example.Client\"}",
                json(event));
        assertEquals("2000-02-29T00:00:00.005Z ERROR org.example.Client Lost it of a=b\\nforever", text(event));
    }

    @Test
    void whateverIsSaidTheLineIsJson() throws JsonProcessingException {
        StringBuilder all = new StringBuilder("\ud83d\ude00 \ud83d \ude00");
        for (char c = 0; c < 300; c++) {
            all.append(c);
        }
        String line = json(Told.told(Level.INFO, "event=odd what={}", all));
        assertFalse(line.contains("\n"));
        assertEquals(all.toString(), read(line).path("what").asText());
    }

    @Test
    void aValueOrAnArgumentMayBeMissing() throws JsonProcessingException {
        JsonNode told = read(json(Told.told(Level.INFO, "event=odd a={} b= c=\"{}\"")));
        assertEquals("odd", told.path("event").asText());
        assertEquals("", told.path("b").asText("?"));
    }

    @Test
    void peopleSeeLevelEventAndPairs() {
        assertEquals(
                "2000-02-29T00:00:00.005Z WARN  odd count=3 name=\"a b\" bare=x/y empty=\"\"",
                text(Told.told(Level.WARN, "event=odd count={} name={} bare=\"{}\" empty={}", 3, "a b", "x/y", "")));
    }

    @Test
    void aTerminalSeesColoursAndTheTimeOfDay() {
        String line = line(new TextForm(true, true), Told.told(Level.WARN, "event=odd a=b"));
        assertTrue(
                line.matches(
                        "\033\\[2m\\d\\d:\\d\\d:\\d\\d\\.005\033\\[0m \033\\[33mWARN\033\\[0m  \033\\[1modd\033\\[0m \033\\[2ma=\033\\[0mb"),
                line);
    }

    @Test
    void theStackOfADefectIsToldWithItsCause() throws JsonProcessingException {
        ILoggingEvent event = Told.failed(new IllegalStateException("odd", new IllegalArgumentException("deep")));
        JsonNode told = read(json(event));
        assertEquals("java.lang.IllegalStateException: odd", told.path("error").asText());
        assertTrue(told.path("stack").asText().contains("Caused by: java.lang.IllegalArgumentException: deep"));
        assertTrue(
                text(event)
                        .startsWith(
                                "2000-02-29T00:00:00.005Z ERROR defect\njava.lang.IllegalStateException: odd\n\tat "),
                text(event));
    }

    @Test
    void theFormFollowsTheTerminalUnlessTold() {
        assertEquals("json", kind(LogConfig.Form.AUTO, false, Map.of()));
        assertEquals("colours", kind(LogConfig.Form.AUTO, true, Map.of()));
        assertEquals("text", kind(LogConfig.Form.AUTO, true, Map.of("NO_COLOR", "1")));
        assertEquals("colours", kind(LogConfig.Form.AUTO, true, Map.of("NO_COLOR", "", "TERM", "xterm")));
        assertEquals("text", kind(LogConfig.Form.TEXT, true, Map.of("TERM", "dumb")));
        assertEquals("text", kind(LogConfig.Form.TEXT, false, Map.of()));
        assertEquals("json", kind(LogConfig.Form.JSON, true, Map.of()));
    }

    private static String kind(LogConfig.Form wanted, boolean isTerminal, Map<String, String> environment) {
        String line = line(OwnLog.form(wanted, isTerminal, environment), Told.told(Level.INFO, "event=a"));
        return line.startsWith("{") ? "json" : line.contains("\033") ? "colours" : "text";
    }
}
