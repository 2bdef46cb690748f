package chat.paloma.core.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.identity.DeviceAddress;

/** How this client knows who made an operation. It belongs to the client and not to the shared room. */
public sealed interface Attestation extends TlsEncodable {
    /** The longest evidence in bytes. */
    int MAX_EVIDENCE = 32 << 10;

    /** This device made it. */
    record Own() implements Attestation {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(1);
        }
    }

    /**
     * The author's MLS signature was checked here.
     *
     * @param evidence what others can check it from (content, signature and group context of MLS), empty when it was
     *     not kept
     */
    record Verified(ByteString evidence) implements Attestation {
        public Verified {
            if (evidence.length() > MAX_EVIDENCE) {
                throw new IllegalArgumentException("evidence of " + evidence.length() + " bytes");
            }
        }

        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(2).write(evidence);
        }
    }

    /**
     * As {@link Verified}, with evidence that the client keeps apart from the operation, under its id: it is ten times as
     * long as most messages, and only needed to show others who wrote one.
     */
    record Evident() implements Attestation {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(4);
        }
    }

    /** A device says so, in a snapshot or an archive. */
    record By(DeviceAddress device) implements Attestation {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(3).write(device);
        }
    }

    /** The better one of two about the same operation, whichever came first. */
    default Attestation or(Attestation other) {
        if (strength() != other.strength()) {
            return strength() > other.strength() ? this : other;
        }
        if (this instanceof By(DeviceAddress here) && other instanceof By(DeviceAddress there)) {
            return here.compareTo(there) <= 0 ? this : other;
        }
        return this;
    }

    /** Evidence convinces others too, one's own memory convinces this device. */
    private int strength() {
        return switch (this) {
            case Verified(ByteString evidence) -> evidence.isEmpty() ? 2 : 4;
            case Evident() -> 4;
            case Own() -> 3;
            case By(DeviceAddress ignored) -> 1;
        };
    }

    static Attestation decode(TlsReader in) throws DecodeException {
        int kind = in.readUint8();
        return switch (kind) {
            case 1 -> new Own();
            case 2 -> new Verified(ByteString.decode(in, MAX_EVIDENCE));
            case 3 -> new By(DeviceAddress.decode(in));
            case 4 -> new Evident();
            default -> throw new DecodeException(Reason.INVALID_VALUE, "no kind of attestation: " + kind);
        };
    }
}
