package dev.postern.domain.compile;

import dev.postern.domain.config.ProxyConfig;
import dev.postern.domain.config.UpstreamConfig;

/** Refuses by name what the language has but this version does not do. Nothing that is written is silently ignored. */
final class NotSupportedYet {
    private final ProblemLog problems;

    NotSupportedYet(ProblemLog problems) {
        this.problems = problems;
    }

    void check(ProxyConfig config) {
        config.upstreams().forEach((name, upstream) -> upstream("upstreams." + name, upstream));
    }

    private void upstream(String path, UpstreamConfig upstream) {
        if (upstream.protocol() != UpstreamConfig.Protocol.HTTP1) {
            refuse(path + ".protocol");
        }
    }

    private void refuse(String path) {
        problems.error(path, "is not supported yet");
    }
}
