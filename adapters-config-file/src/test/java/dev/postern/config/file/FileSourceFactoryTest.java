package dev.postern.config.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.postern.ports.config.BadSourceException;
import dev.postern.ports.config.ConfigSource;
import dev.postern.ports.config.SourceUri;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSourceFactoryTest {
    @TempDir
    private Path folder;

    private final FileSourceFactory factory = new FileSourceFactory();

    @Test
    void picksAFolderOrAFileByWhatIsThere() throws Exception {
        Path file = Files.writeString(folder.resolve("postern.yaml"), "");
        try (ConfigSource one = factory.open(SourceUri.parse(file.toString()));
                ConfigSource all = factory.open(SourceUri.parse("file://" + folder))) {
            assertInstanceOf(FileConfigSource.class, one);
            assertEquals(file.toString(), one.name());
            assertEquals(ConfigSource.Acceptance.WHOLE, one.acceptance());
            assertInstanceOf(FolderConfigSource.class, all);
            assertEquals(folder.toString(), all.name());
            assertEquals(ConfigSource.Acceptance.WHOLE, all.acceptance());
        }
    }

    @Test
    void refusesWhatIsNotThere() {
        assertEquals(folder + "/none.yaml: no such file or folder", refusal(folder + "/none.yaml"));
        assertEquals("`file://` names no file", refusal("file://"));
    }

    @Test
    void refusesWhatIsNeitherFileNorFolder() {
        assertEquals("/dev/null: neither a file nor a folder", refusal("/dev/null"));
    }

    @Test
    void refusesOptionsByName() {
        assertEquals(
                folder + ": a file takes no options, found `poll`, `token`",
                refusal("file://" + folder + "?token=1&poll=2"));
    }

    private String refusal(String uri) {
        return String.valueOf(assertThrows(BadSourceException.class, () -> factory.open(SourceUri.parse(uri)))
                .getMessage());
    }
}
