package chat.paloma.wasm;

import chat.paloma.border.CommandReader;
import chat.paloma.border.Queries;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.bouncycastle.PostQuantumCrypto;
import chat.paloma.core.engine.Engine;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.wire.WireLimits;
import chat.paloma.core.wire.WireText;
import java.util.List;

/** What the page may ask the core for. {@code web/src/core/core.ts} has the same table. */
enum CoreOperation implements Operation {
    /** The version of the core: {@code opaque version<V>}. */
    VERSION(1) {
        @Override
        public void answer(TlsReader request, TlsWriter response) {
            response.write(ByteString.utf8(CoreModule.VERSION));
        }
    },
    /** The names of the failed checks of {@link SelfCheck}: {@code opaque name<V>} in a vector. */
    SELF_CHECK(2) {
        @Override
        public void answer(TlsReader request, TlsWriter response) {
            List<String> failures = new SelfCheck(new PostQuantumCrypto(), new BrowserRandom()).failures();
            response.writeList(failures.stream().map(ByteString::utf8).toList());
        }
    },
    /** Random bytes from the platform: {@code uint32 length} to {@code opaque bytes<V>}. */
    RANDOM_BYTES(3) {
        @Override
        public void answer(TlsReader request, TlsWriter response) throws DecodeException {
            long length = request.readUint32();
            if (length > MAX_RANDOM_BYTES) {
                throw new IllegalArgumentException("at most " + MAX_RANDOM_BYTES + " random bytes at once");
            }
            response.writeOpaque(new BrowserRandom().nextBytes((int) length));
        }
    },
    /** Opens the engine on the entries that are attached: {@code uint64 now}. */
    OPEN_ENGINE(10) {
        @Override
        public void answer(TlsReader request, TlsWriter response) throws DecodeException {
            CoreModule.ENGINE.open(CoreModule.entries(), request.readUint64());
        }
    },
    // The inputs of the engine: each begins with uint64 now and is answered with an Output, see OutputWriter.
    GO_ONLINE(11) {
        @Override
        public void answer(TlsReader request, TlsWriter response) throws DecodeException {
            CoreModule.ENGINE.step(request.readUint64(), response, Engine::goOnline);
        }
    },
    GO_OFFLINE(12) {
        @Override
        public void answer(TlsReader request, TlsWriter response) throws DecodeException {
            CoreModule.ENGINE.step(request.readUint64(), response, Engine::goOffline);
        }
    },
    /** {@code uint64 id; opaque json<V>}, as {@link CommandReader} reads it. */
    COMMAND(13) {
        @Override
        public void answer(TlsReader request, TlsWriter response) throws DecodeException {
            long now = request.readUint64();
            long id = request.readUint64();
            Command command = CommandReader.read(text(request, MAX_JSON));
            CoreModule.ENGINE.step(now, response, (engine, time) -> engine.submit(id, command, time));
        }
    },
    /** {@code uint64 connection}. */
    CONNECTED(14) {
        @Override
        public void answer(TlsReader request, TlsWriter response) throws DecodeException {
            long now = request.readUint64();
            long connection = request.readUint64();
            CoreModule.ENGINE.step(now, response, (engine, time) -> engine.connected(connection, time));
        }
    },
    /** {@code uint64 connection; opaque frame<V>}. */
    RECEIVED(15) {
        @Override
        public void answer(TlsReader request, TlsWriter response) throws DecodeException {
            long now = request.readUint64();
            long connection = request.readUint64();
            ByteString frame = ByteString.decode(request, WireLimits.MAX_FRAME);
            CoreModule.ENGINE.step(now, response, (engine, time) -> engine.received(connection, frame, time));
        }
    },
    /** {@code uint64 connection; opaque why<V>}. */
    DISCONNECTED(16) {
        @Override
        public void answer(TlsReader request, TlsWriter response) throws DecodeException {
            long now = request.readUint64();
            long connection = request.readUint64();
            String why = text(request, MAX_WHY);
            CoreModule.ENGINE.step(now, response, (engine, time) -> engine.disconnected(connection, why, time));
        }
    },
    /** {@code uint64 id; uint16 status; opaque body<V>}. */
    HTTP_ANSWERED(17) {
        @Override
        public void answer(TlsReader request, TlsWriter response) throws DecodeException {
            long now = request.readUint64();
            long id = request.readUint64();
            int status = request.readUint16();
            ByteString body = ByteString.decode(request, MAX_BODY);
            CoreModule.ENGINE.step(now, response, (engine, time) -> engine.httpAnswered(id, status, body, time));
        }
    },
    /** {@code uint64 id; opaque why<V>}. */
    HTTP_FAILED(18) {
        @Override
        public void answer(TlsReader request, TlsWriter response) throws DecodeException {
            long now = request.readUint64();
            long id = request.readUint64();
            String why = text(request, MAX_WHY);
            CoreModule.ENGINE.step(now, response, (engine, time) -> engine.httpFailed(id, why, time));
        }
    },
    WAKE(19) {
        @Override
        public void answer(TlsReader request, TlsWriter response) throws DecodeException {
            CoreModule.ENGINE.step(request.readUint64(), response, Engine::wake);
        }
    },
    /** Asks what there is to see: {@code opaque json<V>} to {@code opaque json<V>}, see {@link Queries}. */
    QUERY(20) {
        @Override
        public void answer(TlsReader request, TlsWriter response) throws DecodeException {
            String question = text(request, MAX_JSON);
            response.write(ByteString.utf8(Queries.answer(CoreModule.ENGINE.view(), question)));
        }
    };

    /** The most random bytes in one answer. */
    static final int MAX_RANDOM_BYTES = 1 << 20;

    private static final int MAX_JSON = 1 << 20;
    private static final int MAX_WHY = 1 << 12;
    private static final int MAX_BODY = 32 << 20;

    private final int code;

    CoreOperation(int code) {
        this.code = code;
    }

    @Override
    public int code() {
        return code;
    }

    private static String text(TlsReader request, int maxBytes) throws DecodeException {
        return WireText.read(request, maxBytes);
    }
}
