package chat.paloma.core.engine.signal;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.AeadAlgorithm;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.lane.RoomEpoch;
import java.util.Optional;
import java.util.function.Function;

/**
 * Seals short contents for the members of an epoch: {@code struct { RoomEpoch epoch; opaque nonce[12]; opaque
 * sealed<V>; }}, AES-256-GCM under a key of the group's exporter, with the epoch as associated data.
 */
final class ExporterSeal {
    /** The length of a key in bytes. */
    static final int KEY = 32;

    private static final AeadAlgorithm AEAD = AeadAlgorithm.AES_256_GCM;
    private static final int MAX_SEALED = 256;

    private record Sealed(RoomEpoch epoch, ByteString nonce, ByteString ciphertext) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(epoch).writeBytes(nonce.toByteArray()).write(ciphertext);
        }

        static Sealed decode(TlsReader in) throws DecodeException {
            return new Sealed(
                    RoomEpoch.decode(in),
                    ByteString.adopt(in.readBytes(AeadAlgorithm.NONCE_LENGTH)),
                    ByteString.decode(in, MAX_SEALED));
        }
    }

    private final Device device;

    ExporterSeal(Device device) {
        this.device = device;
    }

    ByteString seal(RoomEpoch epoch, SecretBytes key, TlsEncodable content) {
        byte[] nonce = device.random().nextBytes(AeadAlgorithm.NONCE_LENGTH);
        try {
            byte[] ciphertext = device.crypto().seal(AEAD, key, nonce, epoch.encoded(), content.encoded());
            return ByteString.adopt(new Sealed(epoch, ByteString.adopt(nonce), ByteString.adopt(ciphertext)).encoded());
        } catch (CryptoException e) {
            throw new IllegalStateException("an exporter's key is unusable", e);
        }
    }

    /** What was sealed; empty when it is not for these keys, or not well-formed. */
    <T> Optional<T> open(ByteString bytes, Function<RoomEpoch, Optional<SecretBytes>> keys, Decoder<T> decoder) {
        Decoder<Sealed> form = Sealed::decode;
        try {
            Sealed sealed = form.decodeAll(bytes.toByteArray());
            Optional<SecretBytes> key = keys.apply(sealed.epoch());
            if (key.isEmpty()) {
                return Optional.empty();
            }
            byte[] content = device.crypto()
                    .open(
                            AEAD,
                            key.get(),
                            sealed.nonce().toByteArray(),
                            sealed.epoch().encoded(),
                            sealed.ciphertext().toByteArray());
            return Optional.of(decoder.decodeAll(content));
        } catch (DecodeException | CryptoException e) {
            return Optional.empty();
        }
    }
}
