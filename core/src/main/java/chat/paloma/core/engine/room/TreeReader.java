package chat.paloma.core.engine.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.mls.tree.UnverifiedRatchetTree;
import chat.paloma.core.wire.RoomRequests.ReadTree;
import chat.paloma.core.wire.RoomRequests.TreeChunk;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads the ratchet tree of an epoch, part by part. It is not verified: that takes the signed tree hash. */
final class TreeReader {
    private static final int MAX_TREE = 64 << 20;

    private final RoomContext context;
    private final RoomId room;
    private final RoomEpoch epoch;
    private final Optional<ByteString> pass;
    private final Consumer<UnverifiedRatchetTree> done;
    private final Consumer<Problem> failed;
    private final TlsWriter tree = new TlsWriter();

    private TreeReader(
            RoomContext context,
            RoomId room,
            RoomEpoch epoch,
            Optional<ByteString> pass,
            Consumer<UnverifiedRatchetTree> done,
            Consumer<Problem> failed) {
        this.context = context;
        this.room = room;
        this.epoch = epoch;
        this.pass = pass;
        this.done = done;
        this.failed = failed;
    }

    static void read(
            RoomContext context,
            RoomId room,
            RoomEpoch epoch,
            Optional<ByteString> pass,
            Consumer<UnverifiedRatchetTree> done,
            Consumer<Problem> failed) {
        new TreeReader(context, room, epoch, pass, done, failed).next();
    }

    private void next() {
        context.link()
                .ask(
                        new ReadTree(room, epoch, tree.length(), pass),
                        this::take,
                        failure -> failed.accept(Problem.of(failure)));
    }

    private void take(TreeChunk chunk) {
        if (chunk.total() > MAX_TREE || chunk.bytes().isEmpty()) {
            failed.accept(new Problem(ProblemCode.SERVER_DECEIVES, "no tree that is good"));
            return;
        }
        tree.writeBytes(chunk.bytes().toByteArray());
        if (tree.length() < chunk.total()) {
            next();
            return;
        }
        Decoder<UnverifiedRatchetTree> decoder =
                in -> UnverifiedRatchetTree.decode(context.device().mls(), in);
        try {
            done.accept(decoder.decodeAll(tree.toByteArray()));
        } catch (DecodeException e) {
            failed.accept(new Problem(ProblemCode.SERVER_DECEIVES, "a tree that is malformed: " + e.getMessage()));
        }
    }
}
