package dev.postern.app.service;

import dev.postern.domain.compile.Compilation;
import dev.postern.domain.compile.CompileInput;
import dev.postern.ports.config.ConfigCodec;
import dev.postern.ports.telemetry.Telemetry;
import dev.postern.ports.traffic.ProxyTransport;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the wiring hands to the use cases.
 *
 * @param compiler stands for the domain's compiler
 * @param transport makes one that tells of its traffic; called once for each proxy that is started
 * @param explainer made only for the command that explains
 * @param outlets what commands may write to
 * @param credentials what keys and certificates come from
 */
public record Adapters(
        ConfigCodec codec,
        Function<CompileInput, Compilation> compiler,
        SourceSchemes sources,
        Discoveries discoveries,
        Function<Telemetry, ProxyTransport> transport,
        Supplier<RequestExplainer> explainer,
        Outlets outlets,
        CredentialMakers credentials) {
    public Adapters(
            ConfigCodec codec,
            Function<CompileInput, Compilation> compiler,
            SourceSchemes sources,
            Discoveries discoveries,
            Function<Telemetry, ProxyTransport> transport,
            Supplier<RequestExplainer> explainer) {
        this(codec, compiler, sources, discoveries, transport, explainer, Outlets.NONE, CredentialMakers.NONE);
    }
}
