package chat.paloma.core.engine.archive;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.engine.room.RoomContext;
import chat.paloma.core.engine.vault.ArchiveHead;
import chat.paloma.core.engine.vault.Vault;
import chat.paloma.core.room.operation.ContentKey;
import java.util.Optional;
import java.util.function.Consumer;

/** Gets what is in the archive from the node. */
final class ArchiveFetching {
    private final RoomContext context;
    private final Vault vault;
    private final ArchiveState state;
    private final SegmentSeal seal;

    private interface Opening<T> {
        T open(ByteString blob, ContentKey key) throws DecodeException;
    }

    ArchiveFetching(RoomContext context, Vault vault, ArchiveState state, SegmentSeal seal) {
        this.context = context;
        this.vault = vault;
        this.state = state;
        this.seal = seal;
    }

    /** The index that the vault points to when it is told, whatever it pointed to before. */
    void index(Consumer<ArchiveIndex> done, Consumer<Problem> failed) {
        Optional<ArchiveHead> head = vault.known().archive();
        Optional<ArchiveIndex> known = state.index(head);
        if (known.isPresent()) {
            done.accept(known.get());
            return;
        }
        fetch(
                head.orElseThrow(),
                seal::openIndex,
                index -> {
                    if (vault.known().archive().equals(head)) {
                        state.setIndex(head.get(), index);
                        done.accept(index);
                    } else {
                        index(done, failed);
                    }
                },
                failed);
    }

    void segment(ArchiveHead segment, Consumer<Segment> done, Consumer<Problem> failed) {
        fetch(segment, seal::openSegment, done, failed);
    }

    private <T> void fetch(ArchiveHead what, Opening<T> opening, Consumer<T> done, Consumer<Problem> failed) {
        context.blobs()
                .download(
                        vault.known().selfRoom().orElseThrow(),
                        what.blob(),
                        blob -> {
                            T opened;
                            try {
                                opened = opening.open(blob, what.key());
                            } catch (DecodeException e) {
                                failed.accept(new Problem(ProblemCode.SERVER_DECEIVES, String.valueOf(e.getMessage())));
                                return;
                            }
                            done.accept(opened);
                        },
                        failed);
    }
}
