package chat.paloma.border;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.engine.api.Effect;
import chat.paloma.core.engine.api.EngineOutput;
import chat.paloma.core.engine.state.StateChange;
import java.util.OptionalLong;

/**
 * Writes what a step brought.
 *
 * <pre>
 * struct { opaque key&lt;V&gt;; optional&lt;opaque value&lt;V&gt;&gt; value; } Change;
 * struct {
 *   uint8 kind;
 *   select (kind) {
 *     case 1 (connect):    uint64 connection; opaque origin&lt;V&gt;;
 *     case 2 (send):       uint64 connection; opaque frame&lt;V&gt;;
 *     case 3 (disconnect): uint64 connection;
 *     case 4 (http):       uint64 id; opaque origin&lt;V&gt;; opaque method&lt;V&gt;; opaque path&lt;V&gt;;
 *                          struct { opaque name&lt;V&gt;; opaque value&lt;V&gt;; } headers&lt;V&gt;; opaque body&lt;V&gt;; uint32 maxAnswer;
 *   };
 * } Effect;
 * struct { Change changes&lt;V&gt;; Effect effects&lt;V&gt;; opaque events&lt;V&gt;; optional&lt;uint64&gt; wakeAt; } Output;
 * </pre>
 *
 * <p>The events are JSON, see {@link EventWriter}.
 */
public final class OutputWriter {
    private OutputWriter() {}

    public static void write(TlsWriter out, EngineOutput output) {
        out.writeVector(list -> output.changes().forEach(change -> write(list, change)));
        out.writeVector(list -> output.effects().forEach(effect -> write(list, effect)));
        text(out, EventWriter.write(output.events()).toString());
        OptionalLong wakeAt = output.wakeAt();
        out.writeUint8(wakeAt.isPresent() ? 1 : 0);
        wakeAt.ifPresent(out::writeUint64);
    }

    private static void write(TlsWriter out, StateChange change) {
        out.write(change.key()).writeOptional(change.value());
    }

    private static void write(TlsWriter out, Effect effect) {
        switch (effect) {
            case Effect.Connect connect -> {
                out.writeUint8(1).writeUint64(connect.connection());
                text(out, connect.origin());
            }
            case Effect.Send send ->
                out.writeUint8(2).writeUint64(send.connection()).write(send.frame());
            case Effect.Disconnect disconnect -> out.writeUint8(3).writeUint64(disconnect.connection());
            case Effect.Http request -> write(out, request);
        }
    }

    private static void write(TlsWriter out, Effect.Http request) {
        out.writeUint8(4).writeUint64(request.id());
        text(out, request.origin());
        text(out, request.method());
        text(out, request.path());
        out.writeVector(list -> request.headers().forEach(header -> {
            text(list, header.name());
            text(list, header.value());
        }));
        out.write(request.body()).writeUint32(request.maxAnswer());
    }

    private static void text(TlsWriter out, String text) {
        out.write(ByteString.utf8(text));
    }
}
