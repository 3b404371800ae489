package dev.postern.app.tracing;

import dev.postern.domain.config.TracingConfig;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.internal.FailedExportException.HttpExportException;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends spans by OTLP over HTTP with OpenTelemetry's exporter. Only this and what it uses know that library, which is loaded
 * with it.
 */
final class OtlpCollector implements SpanCollector {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final InstrumentationScopeInfo SCOPE = InstrumentationScopeInfo.create("dev.postern");

    private final OtlpHttpSpanExporter exporter;
    private final Resource resource;

    OtlpCollector(TracingConfig config) {
        OtlpHttpSpanExporterBuilder builder = OtlpHttpSpanExporter.builder()
                .setEndpoint(config.to())
                .setTimeout(TIMEOUT)
                .setConnectTimeout(TIMEOUT);
        config.headers().forEach(builder::addHeader);
        exporter = builder.build();
        resource = Resource.getDefault()
                .merge(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), config.service())));
    }

    @Override
    public void send(List<SampledExchange> exchanges) throws NotSentException {
        List<SpanData> all = new ArrayList<>(2 * exchanges.size());
        exchanges.forEach(exchange -> exchange.forEachSpan(span -> all.add(OtlpSpan.of(span, resource, SCOPE))));
        // why no wait: our sender has sent when this returns.
        CompletableResultCode result = exporter.export(all);
        if (!result.isSuccess()) {
            throw new NotSentException(reason(result.getFailureThrowable()));
        }
    }

    private static String reason(@Nullable Throwable failure) {
        if (failure == null) {
            return "no answer in time";
        }
        HttpResponse answer = failure instanceof HttpExportException exported ? exported.getResponse() : null;
        if (answer != null) {
            return "it answers with status " + answer.getStatusCode();
        }
        return String.valueOf(failure.getCause() == null ? failure : failure.getCause());
    }

    @Override
    public void close() {
        exporter.shutdown();
    }
}
