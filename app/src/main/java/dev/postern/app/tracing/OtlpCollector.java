package dev.postern.app.tracing;

import dev.postern.domain.config.TracingConfig;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.internal.FailedExportException.HttpExportException;
import io.opentelemetry.exporter.otlp.internal.HttpExporter;
import io.opentelemetry.exporter.otlp.internal.HttpExporterBuilder;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.internal.StandardComponentId.ExporterType;
import io.opentelemetry.sdk.resources.Resource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sends spans by OTLP over HTTP with OpenTelemetry's exporter. Only this and what it uses know that library, which is loaded
 * with it.
 */
final class OtlpCollector implements SpanCollector {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpExporter exporter;
    private final OtlpHead head;

    OtlpCollector(TracingConfig config) {
        HttpExporterBuilder builder = new HttpExporterBuilder(ExporterType.OTLP_HTTP_SPAN_EXPORTER, config.to())
                .setTimeout(TIMEOUT)
                .setConnectTimeout(TIMEOUT);
        config.headers().forEach(builder::addConstantHeaders);
        exporter = builder.build();
        head = new OtlpHead(Resource.getDefault()
                .merge(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), config.service()))));
    }

    @Override
    public void send(SpanBatch spans) throws NotSentException {
        // why no wait: our sender has sent when this returns.
        CompletableResultCode result = exporter.export(head.before(spans.bytes()), spans.count());
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
