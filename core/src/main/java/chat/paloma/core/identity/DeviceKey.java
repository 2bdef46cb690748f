package chat.paloma.core.identity;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.SignaturePublicKey;

/** A public key of a device, of exactly the length that its algorithm has. */
public record DeviceKey(DeviceKeyAlgorithm algorithm, SignaturePublicKey publicKey) implements TlsEncodable {
    public DeviceKey {
        Lengths.requireKey(algorithm.signature(), publicKey);
    }

    @Override
    public void encode(TlsWriter out) {
        out.write(algorithm).write(publicKey);
    }

    public static DeviceKey decode(TlsReader in) throws DecodeException {
        DeviceKeyAlgorithm algorithm = DeviceKeyAlgorithm.decode(in);
        return new DeviceKey(algorithm, Lengths.decodeKey(algorithm.signature(), in));
    }
}
