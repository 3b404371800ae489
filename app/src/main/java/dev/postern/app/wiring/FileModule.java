package dev.postern.app.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.ProvidesIntoMap;
import com.google.inject.multibindings.StringMapKey;
import dev.postern.config.file.FileSourceFactory;
import dev.postern.config.file.FollowedFiles;
import dev.postern.config.file.JacksonConfigCodec;
import dev.postern.ports.config.ConfigCodec;
import dev.postern.ports.config.ConfigSourceFactory;
import dev.postern.ports.credentials.CredentialFiles;
import java.util.Optional;

/** YAML and JSON, from a file or a folder. */
final class FileModule extends AbstractModule {
    @Provides
    @Singleton
    ConfigCodec codec() {
        return new JacksonConfigCodec(name -> Optional.ofNullable(System.getenv(name)));
    }

    /** Not a singleton: each proxy that is started follows its own. */
    @Provides
    CredentialFiles credentials() {
        return new FollowedFiles();
    }

    @ProvidesIntoMap
    @StringMapKey("file")
    ConfigSourceFactory files() {
        return new FileSourceFactory();
    }
}
