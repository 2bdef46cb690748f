package chat.paloma.core.room.operation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import chat.paloma.core.codec.DecodeException;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Operations from somebody hostile: they are refused, or they are the encoding of what was read. */
class OperationFuzzTest {
    static Stream<byte[]> operations() {
        return OperationSamples.contents().stream()
                .map(content -> OperationSamples.operation(content).encoded());
    }

    @MethodSource("operations")
    @FuzzTest(maxDuration = "1m")
    void anOperationIsReadOrRefused(byte[] input) {
        try {
            assertArrayEquals(input, Operation.decode(input).encoded());
        } catch (DecodeException refusal) {
            assert refusal.getMessage() != null;
        }
    }
}
