package chat.paloma.core.room.snapshot;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.identity.DeviceKey;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.RoomView;
import chat.paloma.core.room.operation.OperationId;
import chat.paloma.core.room.snapshot.SnapshotException.Reason;

/**
 * Checks a snapshot, from its signature to the room that came of it. What it can't check is that its author left
 * nothing out that only its author knew, and accept times from before this device could read the lanes: for those the
 * author vouches, and the client says so.
 */
public final class SnapshotVerifier {
    private final CryptoProvider crypto;

    public SnapshotVerifier(CryptoProvider crypto) {
        this.crypto = crypto;
    }

    /**
     * Checks a snapshot before any part of it is read.
     *
     * @param announced the hash in the announcement, from the lane
     * @param authorKey the key of the algorithm that signed, from the author's device list
     * @param reports what members reported of the lanes
     * @return who confirms it; it is for the client to say how many are enough
     * @throws SnapshotException when it is not the one that was announced, not signed, of another room, or contradicted
     */
    public LaneReports.Comparison verify(
            SignedSnapshot snapshot, ByteString announced, RoomId room, DeviceKey authorKey, LaneReports reports)
            throws SnapshotException {
        SnapshotException.require(snapshot.hash(crypto).equals(announced), Reason.NOT_ANNOUNCED);
        Snapshot content = snapshot.content();
        SnapshotException.require(content.room().equals(room), Reason.OTHER_ROOM);
        SnapshotException.require(snapshot.isSignedWith(crypto, authorKey), Reason.SIGNATURE);
        LaneReports.Comparison comparison = reports.compare(content.author(), content.lanes());
        SnapshotException.require(!comparison.isContradicted(), Reason.CONTRADICTED);
        return comparison;
    }

    /**
     * Reads a part of a snapshot that was verified.
     *
     * @param index of the part in the snapshot, which must have it
     * @throws SnapshotException when it is not the part that the snapshot names
     */
    public SnapshotPart read(Snapshot snapshot, int index, byte[] bytes) throws SnapshotException {
        try {
            SnapshotPart part = SnapshotPart.decode(bytes);
            SnapshotException.require(
                    part.hash(crypto).equals(snapshot.parts().get(index).hash()), Reason.PART_CHANGED);
            for (SnapshotEntry entry : part.entries()) {
                boolean same = !(entry instanceof SnapshotEntry.Kept kept)
                        || kept.operation().room().equals(snapshot.room());
                SnapshotException.require(same, Reason.OTHER_ROOM);
            }
            return part;
        } catch (DecodeException malformed) {
            throw new SnapshotException(Reason.PART_CHANGED);
        }
    }

    /**
     * Checks the room once all parts were taken in: the newest operations are there.
     *
     * @throws SnapshotException when one is not
     */
    public void checkHeads(Snapshot snapshot, RoomView room) throws SnapshotException {
        for (OperationId head : snapshot.heads()) {
            SnapshotException.require(room.isSettled(head), Reason.HEAD_MISSING);
        }
    }

    /**
     * Checks a part once all parts were taken in: of a complete snapshot, everything is there that its operations name
     * as their past.
     *
     * @throws SnapshotException when something is not
     */
    public void checkPast(Snapshot snapshot, SnapshotPart part, RoomView room) throws SnapshotException {
        if (!snapshot.complete()) {
            return;
        }
        for (SnapshotEntry entry : part.entries()) {
            if (entry instanceof SnapshotEntry.Kept kept) {
                for (OperationId id : kept.operation().past()) {
                    SnapshotException.require(room.isSettled(id), Reason.INCOMPLETE);
                }
            }
        }
    }
}
