package dev.postern.app;

import dev.postern.app.admin.AdminApi;
import dev.postern.app.admin.AdminTransport;
import dev.postern.app.logging.OwnLog;
import dev.postern.app.service.Adapters;
import dev.postern.app.service.ConfigControl;
import dev.postern.app.service.ConfigService;
import dev.postern.app.service.ControlThread;
import dev.postern.app.service.LastGood;
import dev.postern.app.service.StartResult;
import dev.postern.app.state.StateFolder;
import dev.postern.app.state.StateKeeper;
import dev.postern.app.telemetry.Sight;
import dev.postern.domain.config.Problem;
import dev.postern.domain.config.ShutdownConfig;
import dev.postern.ports.config.ConfigSource;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A proxy: starts its parts in order and stops them in the opposite one. Started once, by one thread; stopping ends
 * gracefully, closing at once.
 */
public final class ProxyRuntime implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ProxyRuntime.class);

    private final ControlThread control = new ControlThread();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Sight sight = new Sight();
    private final Adapters adapters;
    private final Optional<StateKeeper> keeper;
    private final AdminTransport transport;
    private final ConfigService config;

    public ProxyRuntime(Adapters adapters, List<ConfigSource> sources) {
        this(adapters, sources, StartChoices.PLAIN);
    }

    public ProxyRuntime(Adapters adapters, List<ConfigSource> sources, StartChoices choices) {
        this.adapters = adapters;
        keeper = choices.state()
                .map(folder -> new StateKeeper(new StateFolder(
                        folder, sources.stream().map(ConfigSource::name).toList())));
        transport = new AdminTransport(adapters.transport().apply(sight), this::admin);
        config = new ConfigService(
                control,
                sources,
                adapters,
                transport,
                snapshot -> {
                    OwnLog.use(snapshot.config().log());
                    sight.accessLog().use(snapshot.config().log().access());
                    sight.tracing()
                            .use(snapshot.config().tracing(), snapshot.config().log());
                },
                keeper.isPresent() ? keeper.get() : LastGood.NONE,
                choices.patience());
    }

    private AdminApi admin() {
        return new AdminApi(config, transport, adapters.explainer(), sight);
    }

    /** The answer comes when the proxy serves, or when it is certain that it will not. */
    public CompletableFuture<StartResult> start() {
        return config.start();
    }

    /** Where the admin API listens, if it is configured. */
    public Optional<InetSocketAddress> adminAddress() {
        return transport.adminAddress();
    }

    public void reload() {
        config.reload();
    }

    /** What may be asked of the configuration, and done with it. */
    public ConfigControl config() {
        return config;
    }

    public List<Problem> problems() {
        return config.problems();
    }

    /** Goes on serving for the delay, then takes nothing new and lets what is under way finish, within the grace. */
    public void stop() throws InterruptedException {
        Optional<ShutdownConfig> shutdown =
                config.snapshot().map(snapshot -> snapshot.config().shutdown());
        config.leave();
        Duration delay = shutdown.map(ShutdownConfig::delay).orElse(Duration.ZERO);
        boolean isClosed = closing.await(delay.toNanos(), TimeUnit.NANOSECONDS);
        if (!isClosed) {
            drain(shutdown.map(ShutdownConfig::grace).orElse(Duration.ZERO));
        }
    }

    private synchronized void drain(Duration grace) {
        if (closing.getCount() > 0) {
            log.info("event=draining grace={}ms", grace.toMillis());
            onControl(config::close);
            onControl(() -> transport.drain(grace));
            close();
            log.info("event=stopped");
        }
    }

    /** Waits for a drain that has begun. */
    @Override
    public synchronized void close() {
        if (closing.getCount() > 0) {
            closing.countDown();
            onControl(config::close);
            onControl(transport::close);
            sight.close();
            control.close();
            keeper.ifPresent(StateKeeper::close);
        }
    }

    private void onControl(Runnable task) {
        CompletableFuture.runAsync(task, control).join();
    }
}
