package chat.paloma.wasm;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
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
            List<String> failures = new SelfCheck(new BouncyCastleCrypto(), new BrowserRandom()).failures();
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
    };

    /** The most random bytes in one answer. */
    static final int MAX_RANDOM_BYTES = 1 << 20;

    private final int code;

    CoreOperation(int code) {
        this.code = code;
    }

    @Override
    public int code() {
        return code;
    }
}
