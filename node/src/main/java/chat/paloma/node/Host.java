package chat.paloma.node;

import chat.paloma.node.config.NodeConfiguration;
import chat.paloma.node.gateway.Readiness;
import chat.paloma.node.gateway.Routes;
import chat.paloma.node.gateway.SharedCounts;
import chat.paloma.node.telemetry.Metrics;
import chat.paloma.node.telemetry.Tracing;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What the host gives to the parts of the node.
 *
 * @param configuration how the node runs
 * @param data its folder, which this process alone has
 * @param vertx what the server runs on
 * @param routes where HTTP routes are mounted
 * @param readiness where a part says what must be true for the node to be ready
 * @param shutdown where a part registers how it stops
 * @param metrics where a part counts
 * @param tracing where a part gets a tracer
 * @param publicAddress what people open, for links; known once the server listens, which is after the parts have started
 * @param addressCounts where a part gives what counts an address's requests on all nodes together
 * @param notices where a part adds lines for whoever started the node; they are asked for once the server listens
 */
public record Host(
        NodeConfiguration configuration,
        DataFolder data,
        Vertx vertx,
        Routes routes,
        Readiness readiness,
        Shutdown shutdown,
        Metrics metrics,
        Tracing tracing,
        Supplier<URI> publicAddress,
        Consumer<SharedCounts> addressCounts,
        Consumer<Supplier<List<String>>> notices) {}
