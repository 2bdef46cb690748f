package chat.paloma.core.room.snapshot;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.labels.LabeledHash;
import chat.paloma.core.room.Attestation;
import chat.paloma.core.room.RoomInput;
import chat.paloma.core.room.operation.Operation;
import java.util.List;
import java.util.Optional;

/**
 * A piece of a snapshot: consecutive operations of the room, in their order. Each piece can be taken in without the
 * others, the newest first.
 *
 * @param entries from 1 to {@link SnapshotLimits#MAX_ENTRIES}
 */
public record SnapshotPart(List<SnapshotEntry> entries) implements TlsEncodable {
    private static final int FORMAT = 1;

    /** Whoever can verify the author of an operation from the evidence that came with it. */
    @FunctionalInterface
    public interface EvidenceCheck {
        /** The evidence to keep of the operation; empty when it does not show who wrote it. */
        Optional<ByteString> verify(Operation operation, ByteString evidence);
    }

    public SnapshotPart {
        entries = List.copyOf(entries);
        if (entries.isEmpty() || entries.size() > SnapshotLimits.MAX_ENTRIES) {
            throw new IllegalArgumentException(entries.size() + " entries");
        }
    }

    /** What the snapshot names this part by. */
    public ByteString hash(CryptoProvider crypto) {
        return LabeledHash.of(crypto, "room snapshot part", this);
    }

    /**
     * What a room is told of this part.
     *
     * @param author of the snapshot, who vouches for what has no evidence, or none that verifies
     */
    public List<RoomInput> inputs(DeviceAddress author, EvidenceCheck check) {
        return entries.stream().map(entry -> input(entry, author, check)).toList();
    }

    private static RoomInput input(SnapshotEntry entry, DeviceAddress author, EvidenceCheck check) {
        return switch (entry) {
            case SnapshotEntry.Removed removed -> new RoomInput.Absent(removed.id(), removed.past());
            case SnapshotEntry.Kept kept -> {
                Optional<Attestation> verified = kept.evidence()
                        .flatMap(evidence -> check.verify(kept.operation(), evidence))
                        .map(Attestation.Verified::new);
                yield new RoomInput.Restored(
                        kept.operation(), kept.effective(), verified.orElseGet(() -> new Attestation.By(author)));
            }
        };
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeUint16(FORMAT).writeList(entries);
    }

    /**
     * Reads a part, which must fill the whole input.
     *
     * @throws DecodeException when it is malformed, or beyond a bound
     */
    public static SnapshotPart decode(byte[] input) throws DecodeException {
        if (input.length > SnapshotLimits.MAX_PART) {
            throw new DecodeException(Reason.TOO_LARGE, "a part of " + input.length + " bytes");
        }
        TlsReader in = new TlsReader(input);
        int format = in.readUint16();
        if (format != FORMAT) {
            throw new DecodeException(Reason.INVALID_VALUE, "format " + format);
        }
        List<SnapshotEntry> entries = in.readList(SnapshotLimits.MAX_ENTRIES, SnapshotEntry::decode);
        in.expectEnd();
        if (entries.isEmpty()) {
            throw new DecodeException(Reason.INVALID_VALUE, "a part without entries");
        }
        return new SnapshotPart(entries);
    }
}
