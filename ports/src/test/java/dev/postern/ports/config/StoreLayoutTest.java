package dev.postern.ports.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.domain.config.ElementId;
import dev.postern.domain.config.Section;
import dev.postern.ports.config.ConfigDocument.Trust;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreLayoutTest {
    private final StoreLayout layout = new StoreLayout("consul key", "team/postern");

    @Test
    void anElementIsAKeyBelowItsSection() {
        assertEquals(
                List.of(new ConfigDocument(
                        "consul key team/postern/routes/users",
                        Optional.of(new ElementId(Section.ROUTES, "users")),
                        "upstream: users",
                        Trust.REMOTE)),
                documents("team/postern/routes/users", "upstream: users"));
    }

    @Test
    void aSingleValuedSectionIsAKeyOfItsOwn() {
        assertEquals(
                List.of(new ConfigDocument(
                        "consul key team/postern/log",
                        Optional.of(new ElementId(Section.LOG, "")),
                        "level: warn",
                        Trust.REMOTE)),
                documents("team/postern/log", "level: warn"));
    }

    @Test
    void theKeyNamedConfigHoldsAWholeDocument() {
        assertEquals(
                List.of(new ConfigDocument("consul key team/postern/config", Optional.empty(), "", Trust.REMOTE)),
                documents("team/postern/config", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "team/postern/rutes/users",
                "team/postern/routes",
                "team/postern/routes/a/b",
                "team/postern/log/level",
                "team/postern/config/a",
                "team/postern/Routes/users",
                "team/postern/note"
            })
    void aKeyThatCanHoldNothingIsAStranger(String key) {
        assertEquals(new StoreLayout.Reading(List.of(), List.of(key)), read(Map.of(key, "text")));
    }

    @Test
    void theMarksThatToolsLeaveForFoldersMeanNothing() {
        Map<String, String> folders = Map.of("team/postern/", "", "team/postern/routes/", "");
        assertEquals(new StoreLayout.Reading(List.of(), List.of()), read(folders));
    }

    @Test
    void anElementMayBeCalledLikeASection() {
        assertEquals(
                Optional.of(new ElementId(Section.UPSTREAMS, "log")),
                documents("team/postern/upstreams/log", "x").getFirst().element());
    }

    private List<ConfigDocument> documents(String key, String text) {
        StoreLayout.Reading reading = read(Map.of(key, text));
        assertEquals(List.of(), reading.strangers());
        return reading.documents();
    }

    private StoreLayout.Reading read(Map<String, String> values) {
        return layout.read(new TreeMap<>(values));
    }
}
