package chat.paloma.core.room.snapshot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.crypto.CryptoException;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Snapshots from somebody hostile: they are refused, or they are the encoding of what was read. */
class SnapshotFuzzTest {
    private static SnapshotScene scene() {
        SnapshotScene scene = new SnapshotScene();
        scene.fill(4);
        return scene;
    }

    static Stream<byte[]> snapshots() throws CryptoException {
        SnapshotScene scene = scene();
        return Stream.of(scene.sign(scene.snapshot(
                        scene.parts(Optional.empty()), scene.room.view().heads(10)))
                .encoded());
    }

    static Stream<byte[]> parts() {
        return scene().parts(Optional.empty()).stream().map(SnapshotPart::encoded);
    }

    @MethodSource("snapshots")
    @FuzzTest(maxDuration = "1m")
    void aSnapshotIsReadOrRefused(byte[] input) {
        try {
            assertArrayEquals(input, SignedSnapshot.decode(input).encoded());
        } catch (DecodeException refusal) {
            assert refusal.getMessage() != null;
        }
    }

    @MethodSource("parts")
    @FuzzTest(maxDuration = "1m")
    void aPartIsReadOrRefused(byte[] input) {
        try {
            assertArrayEquals(input, SnapshotPart.decode(input).encoded());
        } catch (DecodeException refusal) {
            assert refusal.getMessage() != null;
        }
    }
}
