package chat.paloma.core.engine.archive;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.engine.state.EngineState;
import chat.paloma.core.engine.state.Single;
import chat.paloma.core.engine.vault.ArchiveHead;
import java.util.Optional;

/** How far this device has read the archive. */
final class ArchiveState {
    private static final int TABLE = 52;

    /**
     * Reading that is under way.
     *
     * @param from the newest segment of this reading
     * @param next the one to read next
     */
    record Under(ArchiveHead from, ArchiveHead next) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(from).write(next);
        }

        static Under decode(TlsReader in) throws DecodeException {
            return new Under(ArchiveHead.decode(in), ArchiveHead.decode(in));
        }
    }

    private final Single<Under> under;
    private final Single<ArchiveHead> read;

    ArchiveState(EngineState state) {
        this.under = new Single<>(state, TABLE, 0, Under::decode);
        this.read = new Single<>(state, TABLE, 1, ArchiveHead::decode);
    }

    Optional<Under> under() {
        return under.get();
    }

    void setUnder(Under value) {
        under.set(value);
    }

    /** The segment up to which, from the oldest, everything was read. */
    Optional<ArchiveHead> read() {
        return read.get();
    }

    /** Everything from the oldest up to this segment was read. */
    void finished(ArchiveHead head) {
        read.set(head);
        under.clear();
    }

    /** Gives up what is under way; it begins anew. */
    void drop() {
        under.clear();
    }
}
