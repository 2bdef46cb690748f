package chat.paloma.core.mls.schedule;

import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.mls.crypto.MlsCrypto;
import java.util.List;

/** A pre-shared key with the id under which a commit or a Welcome names it. */
public record PreSharedKey(PreSharedKeyId id, SecretBytes secret) {
    /**
     * {@code psk_secret} over all keys in their order (RFC 9420 section 8.4); zeros when there are none. The keys stay
     * with the caller.
     */
    public static SecretBytes combine(MlsCrypto crypto, List<PreSharedKey> keys) {
        SecretBytes zeros = SecretBytes.zeros(crypto.hashLength());
        SecretBytes combined = SecretBytes.zeros(crypto.hashLength());
        for (int i = 0; i < keys.size(); i++) {
            PreSharedKey key = keys.get(i);
            byte[] label = new TlsWriter()
                    .write(key.id())
                    .writeUint16(i)
                    .writeUint16(keys.size())
                    .toByteArray();
            SecretBytes extracted = crypto.extract(zeros, key.secret());
            SecretBytes input = crypto.expandWithLabel(extracted, "derived psk", label, crypto.hashLength());
            SecretBytes next = crypto.extract(input, combined);
            extracted.erase();
            input.erase();
            combined.erase();
            combined = next;
        }
        return combined;
    }
}
