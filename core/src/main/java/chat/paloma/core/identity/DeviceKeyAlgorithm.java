package chat.paloma.core.identity;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.SignatureAlgorithm;
import java.util.Optional;

/** The signature algorithms that a device may have keys of, with their numbers on the wire. A number never changes. */
public enum DeviceKeyAlgorithm implements TlsEncodable {
    ED25519(1, SignatureAlgorithm.ED25519),
    ML_DSA_44(4, SignatureAlgorithm.ML_DSA_44),
    ML_DSA_65(5, SignatureAlgorithm.ML_DSA_65),
    ML_DSA_87(6, SignatureAlgorithm.ML_DSA_87);

    private final int number;
    private final SignatureAlgorithm signature;

    DeviceKeyAlgorithm(int number, SignatureAlgorithm signature) {
        this.number = number;
        this.signature = signature;
    }

    /** The number on the wire, 16 bits. */
    public int number() {
        return number;
    }

    public SignatureAlgorithm signature() {
        return signature;
    }

    /** The one with this number, when there is one. */
    public static Optional<DeviceKeyAlgorithm> byNumber(int number) {
        for (DeviceKeyAlgorithm algorithm : values()) {
            if (algorithm.number == number) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /** The one for a suite's signatures, when devices may have keys of it. */
    public static Optional<DeviceKeyAlgorithm> of(SignatureAlgorithm signature) {
        for (DeviceKeyAlgorithm algorithm : values()) {
            if (algorithm.signature == signature) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeUint16(number);
    }

    public static DeviceKeyAlgorithm decode(TlsReader in) throws DecodeException {
        int number = in.readUint16();
        return byNumber(number)
                .orElseThrow(() -> new DecodeException(Reason.INVALID_VALUE, "no such key algorithm: " + number));
    }
}
