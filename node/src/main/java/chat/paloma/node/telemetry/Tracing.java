package chat.paloma.node.telemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The way of a message through the node as OpenTelemetry spans, when an operator says where they go; else nothing is
 * measured or sent. At most 2,048 spans wait to be sent; more are dropped.
 */
public final class Tracing {
    private static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");
    private static final int MOST_WAITING = 2_048;

    private final OpenTelemetry openTelemetry;
    private final Optional<SdkTracerProvider> provider;

    private Tracing(OpenTelemetry openTelemetry, Optional<SdkTracerProvider> provider) {
        this.openTelemetry = openTelemetry;
        this.provider = provider;
    }

    /** Sends spans there by OTLP over HTTP, every five seconds; with nowhere to send them, does nothing. */
    public static Tracing to(Optional<URI> endpoint) {
        if (endpoint.isEmpty()) {
            return new Tracing(OpenTelemetry.noop(), Optional.empty());
        }
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .setResource(Resource.create(Attributes.of(SERVICE_NAME, "paloma")))
                .addSpanProcessor(BatchSpanProcessor.builder(OtlpHttpSpanExporter.builder()
                                .setEndpoint(endpoint.get().toString())
                                .build())
                        .setMaxQueueSize(MOST_WAITING)
                        .setScheduleDelay(Duration.ofSeconds(5))
                        .build())
                .build();
        return new Tracing(
                OpenTelemetrySdk.builder().setTracerProvider(provider).build(), Optional.of(provider));
    }

    /** Where parts of the node get their tracers. */
    public OpenTelemetry openTelemetry() {
        return openTelemetry;
    }

    /** Sends what waits, for at most the given time, and ends. */
    public void close(Duration time) {
        provider.ifPresent(tracers -> tracers.shutdown().join(time.toMillis(), TimeUnit.MILLISECONDS));
    }
}
