package chat.paloma.core.mls.secrettree;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.SecretBytes;

/**
 * The key and nonce of one message (RFC 9420 section 9.1).
 *
 * @param generation of the ratchet, from 0 to 2^32 - 1
 */
public record RatchetKey(long generation, SecretBytes key, SecretBytes nonce) {
    private static final int MAX_KEY = 64;

    /** The nonce with the sender's reuse guard over its first four bytes (RFC 9420 section 6.3.1). */
    public byte[] guardedNonce(ReuseGuard guard) {
        byte[] out = nonce.dangerouslyExpose().clone();
        for (int i = 0; i < ReuseGuard.LENGTH; i++) {
            out[i] ^= guard.bytes().at(i);
        }
        return out;
    }

    /** Overwrites key and nonce. */
    public void erase() {
        key.erase();
        nonce.erase();
    }

    void encodeState(TlsWriter out) {
        out.writeUint32(generation).writeOpaque(key.dangerouslyExpose()).writeOpaque(nonce.dangerouslyExpose());
    }

    static RatchetKey decodeState(TlsReader in) throws DecodeException {
        return new RatchetKey(
                in.readUint32(), SecretBytes.adopt(in.readOpaque(MAX_KEY)), SecretBytes.adopt(in.readOpaque(MAX_KEY)));
    }
}
