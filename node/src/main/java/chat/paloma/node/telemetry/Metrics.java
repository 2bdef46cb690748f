package chat.paloma.node.telemetry;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * The node's metrics, in Prometheus' text format. No label ever holds an id, an address or anything that people wrote.
 *
 * <p>The JVM's own are added at the first reading, so that they cost a start nothing.
 */
public final class Metrics implements AutoCloseable {
    /** The content type of {@link #scrape}. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private @Nullable JvmGcMetrics garbageCollection;

    /** Where parts of the node register what they count. */
    public PrometheusMeterRegistry registry() {
        return registry;
    }

    /** Everything that is counted, as text. */
    public synchronized String scrape() {
        if (garbageCollection == null) {
            garbageCollection = new JvmGcMetrics();
            garbageCollection.bindTo(registry);
            new JvmMemoryMetrics().bindTo(registry);
            new JvmThreadMetrics().bindTo(registry);
            new ProcessorMetrics().bindTo(registry);
            new FileDescriptorMetrics().bindTo(registry);
            new UptimeMetrics().bindTo(registry);
        }
        return registry.scrape();
    }

    @Override
    public synchronized void close() {
        if (garbageCollection != null) {
            garbageCollection.close();
        }
        registry.close();
    }
}
