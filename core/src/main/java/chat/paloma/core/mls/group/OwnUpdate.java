package chat.paloma.core.mls.group;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.HpkePrivateKey;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.crypto.SignaturePrivateKey;
import java.util.Optional;

/** The private keys of an Update proposal of ours, which are good once somebody commits it. */
record OwnUpdate(HpkePrivateKey leafKey, Optional<SignaturePrivateKey> signatureKey) {
    private static final int MAX_KEY = 256;

    void erase() {
        leafKey.erase();
        signatureKey.ifPresent(SignaturePrivateKey::erase);
    }

    void encodeState(TlsWriter out) {
        out.writeOpaque(leafKey.secret().dangerouslyExpose());
        out.writeUint8(signatureKey.isPresent() ? 1 : 0);
        signatureKey.ifPresent(key -> out.writeOpaque(key.secret().dangerouslyExpose()));
    }

    static OwnUpdate decodeState(TlsReader in) throws DecodeException {
        HpkePrivateKey leafKey = new HpkePrivateKey(SecretBytes.adopt(in.readOpaque(MAX_KEY)));
        return new OwnUpdate(
                leafKey, in.readOptional(key -> new SignaturePrivateKey(SecretBytes.adopt(key.readOpaque(MAX_KEY)))));
    }
}
