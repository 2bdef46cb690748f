package chat.paloma.sim.base;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.HashAlgorithm;
import chat.paloma.core.crypto.SignatureAlgorithm;
import chat.paloma.core.crypto.SignaturePublicKey;
import chat.paloma.jvm.JdkCrypto;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The real primitives, which remember the signatures that they have verified: in a simulation everybody verifies the
 * same ones, and the answer is a function of the bytes.
 */
public final class RememberingCrypto extends JdkCrypto {
    private static final int MAX_REMEMBERED = 50_000;

    private final Map<ByteString, Boolean> verdicts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteString, Boolean> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    @Override
    public boolean verify(
            SignatureAlgorithm algorithm, SignaturePublicKey publicKey, byte[] content, byte[] signature) {
        byte[] all = new TlsWriter()
                .writeUint8(algorithm.ordinal())
                .write(publicKey)
                .writeOpaque(content)
                .writeOpaque(signature)
                .toByteArray();
        ByteString key = ByteString.adopt(hash(HashAlgorithm.SHA_256, all));
        Boolean known = verdicts.get(key);
        if (known == null) {
            known = super.verify(algorithm, publicKey, content, signature);
            verdicts.put(key, known);
        }
        return known;
    }
}
