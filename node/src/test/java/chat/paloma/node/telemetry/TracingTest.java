package chat.paloma.node.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.trace.Span;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class TracingTest {
    @Test
    void sendsSpansWhereTheOperatorSays() throws Exception {
        List<String> received = new CopyOnWriteArrayList<>();
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            received.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        try {
            Tracing tracing = Tracing.to(Optional.of(
                    URI.create("http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces")));
            Span span = tracing.openTelemetry()
                    .getTracer("test")
                    .spanBuilder("lane.append")
                    .startSpan();
            span.end();
            tracing.close(Duration.ofSeconds(5));
            assertEquals(1, received.size());
            assertTrue(received.getFirst().contains("lane.append"));
            assertTrue(received.getFirst().contains("paloma"));
        } finally {
            collector.stop(0);
        }
    }

    @Test
    void doesNothingWithoutAnAddress() {
        Tracing tracing = Tracing.to(Optional.empty());
        assertFalse(tracing.openTelemetry()
                .getTracer("test")
                .spanBuilder("a")
                .startSpan()
                .isRecording());
        tracing.close(Duration.ofSeconds(1));
    }

    @Test
    void shortensIds() {
        assertEquals("01020304…", ShortId.of(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}));
        assertEquals("…", ShortId.of(new byte[] {1, 2, 3, 4}));
    }
}
