package chat.paloma.core.engine.history;

import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.engine.room.Histories.Offer;
import chat.paloma.core.identity.DeviceKey;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.operation.OperationId;
import chat.paloma.core.room.operation.Seen;
import chat.paloma.core.room.snapshot.LaneReports;
import chat.paloma.core.room.snapshot.SignedSnapshot;
import chat.paloma.core.room.snapshot.Snapshot;
import chat.paloma.core.room.snapshot.SnapshotEntry;
import chat.paloma.core.room.snapshot.SnapshotException;
import chat.paloma.core.room.snapshot.SnapshotException.Reason;
import chat.paloma.core.room.snapshot.SnapshotPart;
import chat.paloma.core.room.snapshot.SnapshotVerifier;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a snapshot is what it says: a member signed it, the lane that it covers is the one that this device and other
 * members were shown, its parts are those that it names, and nothing is missing that it or other members name.
 */
final class SnapshotCheck {
    /** The most operations that are taken from one snapshot. */
    private static final long MAX_OPERATIONS = 2L * SharedHistory.MAX_OPERATIONS;

    private final CryptoProvider crypto;
    private final SnapshotVerifier verifier;

    /**
     * What this device knows about a snapshot that was announced.
     *
     * @param member whether its author is in the room
     * @param key of the author, with which it says that it was signed
     * @param own what this device has verified of the lane, at the sequence up to which the snapshot goes
     * @param reports what members report of the lane
     */
    record Known(boolean member, Optional<DeviceKey> key, Optional<Seen> own, LaneReports reports) {}

    SnapshotCheck(CryptoProvider crypto) {
        this.crypto = crypto;
        this.verifier = new SnapshotVerifier(crypto);
    }

    /** A snapshot whose parts are still to be checked. */
    final class Open {
        private final Snapshot snapshot;
        private final Set<OperationId> there = new HashSet<>();
        private final Set<OperationId> named = new HashSet<>();
        private long operations;

        private Open(Snapshot snapshot) {
            this.snapshot = snapshot;
        }

        Snapshot snapshot() {
            return snapshot;
        }

        /** Checks a part. */
        void part(int index, byte[] bytes) throws SnapshotException {
            SnapshotPart part = verifier.read(snapshot, index, bytes);
            operations += part.entries().size();
            require(operations <= snapshot.operations(), Reason.PART_CHANGED);
            for (SnapshotEntry entry : part.entries()) {
                switch (entry) {
                    case SnapshotEntry.Removed removed -> there.add(removed.id());
                    case SnapshotEntry.Kept kept -> {
                        there.add(kept.operation().id(crypto));
                        named.addAll(kept.operation().past());
                    }
                }
            }
        }

        /**
         * Checks all parts together.
         *
         * @param byMembers operations from before this device came in, which members named since
         */
        void finish(List<OperationId> byMembers) throws SnapshotException {
            require(there.containsAll(snapshot.heads()), Reason.HEAD_MISSING);
            if (snapshot.complete()) {
                require(there.containsAll(named), Reason.INCOMPLETE);
                require(there.containsAll(byMembers), Reason.WITHHELD);
            }
        }
    }

    private static void require(boolean holds, Reason reason) throws SnapshotException {
        if (!holds) {
            throw new SnapshotException(reason);
        }
    }

    /**
     * Checks a snapshot before any of its parts.
     *
     * @throws SnapshotException with the first thing that is wrong
     */
    Open begin(RoomId room, Offer offer, SignedSnapshot signed, Known known) throws SnapshotException {
        Snapshot content = signed.content();
        require(content.author().equals(offer.author()), Reason.SIGNATURE);
        require(known.member(), Reason.NOT_A_MEMBER);
        DeviceKey key = known.key().orElseThrow(() -> new SnapshotException(Reason.SIGNATURE));
        verifier.verify(signed, offer.snapshot().hash(), room, key, known.reports());
        require(known.own().filter(content.lanes().getFirst()::equals).isPresent(), Reason.OTHER_LANE);
        require(
                content.parts().size() <= SharedHistory.MAX_PARTS && content.operations() <= MAX_OPERATIONS,
                Reason.TOO_LARGE);
        return new Open(content);
    }
}
