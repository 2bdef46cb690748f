package chat.paloma.core.mls.treekem;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.testing.Leaves;
import chat.paloma.core.mls.testing.SimulatedGroup;
import chat.paloma.core.mls.tree.LeafIndex;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes that claim to be an update path, for a live tree and a member who tries to open it. */
class UpdatePathFuzzTest {
    private static final SimulatedGroup GROUP = group();
    private static final LeafIndex COMMITTER = new LeafIndex(1);
    private static final LeafIndex RECIPIENT = new LeafIndex(3);

    private static SimulatedGroup group() {
        try {
            return SimulatedGroup.full(4, 1);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static Stream<byte[]> paths() throws Exception {
        NewPath made = GROUP.newPath(COMMITTER);
        return Stream.of(made.encrypt(SimulatedGroup.context(made.tree()), Set.of(), GROUP.random)
                .encoded());
    }

    @MethodSource("paths")
    @FuzzTest(maxDuration = "1m")
    void isMergedAndOpenedOrRefused(byte[] input) {
        Decoder<UpdatePath> decoder = UpdatePath::decode;
        try {
            UpdatePath path = decoder.decodeAll(input);
            assertArrayEquals(input, path.encoded());
            MergedPath merged =
                    MergedPath.merge(GROUP.tree, GROUP.place(COMMITTER), path, Leaves.rules(GROUP.crypto), Set.of());
            merged.open(GROUP.client(RECIPIENT).keys(), SimulatedGroup.context(merged.tree()));
        } catch (DecodeException | MlsException refusal) {
            assert refusal.getMessage() != null;
        }
    }
}
