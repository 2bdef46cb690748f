package chat.paloma.core.engine.own;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.engine.state.EngineState;
import chat.paloma.core.engine.state.Single;
import chat.paloma.core.membership.RoomId;
import java.util.Optional;

/** What is under way with the own account, and survives the end of a connection and of the engine. */
final class OwnState {
    private static final int TABLE = 41;

    private record Mark() implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(1);
        }

        static Mark decode(TlsReader in) throws DecodeException {
            in.readUint8();
            return new Mark();
        }
    }

    private final Single<PendingList> pending;
    private final Single<Recovering> recovering;
    private final Single<RoomId> selfRoom;
    private final Single<Mark> secretsDue;

    OwnState(EngineState state) {
        this.pending = new Single<>(state, TABLE, 0, PendingList::decode);
        this.recovering = new Single<>(state, TABLE, 1, Recovering::decode);
        this.selfRoom = new Single<>(state, TABLE, 2, RoomId::decode);
        this.secretsDue = new Single<>(state, TABLE, 3, Mark::decode);
    }

    Optional<PendingList> pending() {
        return pending.get();
    }

    void setPending(PendingList change) {
        pending.set(change);
    }

    void clearPending() {
        pending.clear();
    }

    Optional<Recovering> recovering() {
        return recovering.get();
    }

    void setRecovering(Recovering what) {
        recovering.set(what);
    }

    void clearRecovering() {
        recovering.clear();
    }

    /** A self room that this device makes and that is not in the vault yet. */
    Optional<RoomId> openingSelfRoom() {
        return selfRoom.get();
    }

    void setOpeningSelfRoom(RoomId room) {
        selfRoom.set(room);
    }

    void clearOpeningSelfRoom() {
        selfRoom.clear();
    }

    /** Whether the other devices are to be told new keys, and the vault is to be sealed with them. */
    boolean areSecretsDue() {
        return secretsDue.get().isPresent();
    }

    void setSecretsDue(boolean due) {
        if (due) {
            secretsDue.set(new Mark());
        } else {
            secretsDue.clear();
        }
    }
}
