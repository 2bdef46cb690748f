package chat.paloma.core.identity;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.SignaturePublicKey;
import chat.paloma.core.labels.LabeledHash;

/**
 * A list of devices with the list key's signature. That there is one says nothing about the signature: see {@link
 * AccountRecord#verify}.
 */
public record SignedDeviceList(DeviceList content, ByteString signature) implements TlsEncodable {
    static final String LABEL = "device list";

    public SignedDeviceList {
        AccountSignatures.requireLength(signature);
    }

    /** What the next list calls its predecessor: the hash of this one, signature included. */
    public ByteString hash(CryptoProvider crypto) {
        return LabeledHash.of(crypto, LABEL, this);
    }

    boolean isSignedBy(CryptoProvider crypto, SignaturePublicKey listKey) {
        return AccountSignatures.verify(crypto, listKey, LABEL, content, signature);
    }

    @Override
    public void encode(TlsWriter out) {
        out.write(content).write(signature);
    }

    public static SignedDeviceList decode(TlsReader in) throws DecodeException {
        return new SignedDeviceList(DeviceList.decode(in), AccountSignatures.decode(in));
    }
}
