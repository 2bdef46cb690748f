package chat.paloma.core.room.operation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bytes of docs/room.md, which can't change any more. */
class OperationFormatTest {
    static Stream<Operation> operations() {
        return OperationSamples.contents().stream().map(OperationSamples::operation);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void isReadBackAsItWas(Operation operation) throws DecodeException {
        byte[] encoded = operation.encoded();
        assertEquals(operation, Operation.decode(encoded));
        assertArrayEquals(encoded, Operation.decode(encoded).encoded());
    }

    @ParameterizedTest
    @MethodSource("operations")
    void isRefusedWhenAnythingIsMissingOrLeftOver(Operation operation) {
        byte[] encoded = operation.encoded();
        for (int length = 0; length < encoded.length; length++) {
            byte[] cut = Arrays.copyOf(encoded, length);
            assertThrows(DecodeException.class, () -> Operation.decode(cut));
        }
        assertThrows(DecodeException.class, () -> Operation.decode(Arrays.copyOf(encoded, encoded.length + 1)));
    }

    @Test
    void hasTheBytesOfTheDocument() {
        String expected = "0001"
                + "77".repeat(32)
                + "aa".repeat(32)
                + "0d".repeat(16)
                + "00000001"
                + "0000000000000002"
                + "01" + "11".repeat(32)
                + "8001"
                + "0a" + "0568656c6c6f" + "00" + "00" + "00" + "00"
                + "4040" + "21".repeat(32) + "22".repeat(32)
                + "01a3185c50000000"
                + "405c"
                + "0001" + "00000001" + "0000000000000007" + "5e".repeat(32)
                + "0002" + "00000001" + "0000000000000009" + "5e".repeat(32);
        Operation operation = OperationSamples.operation(Content.Message.of("hello"));
        assertEquals(expected, ByteString.adopt(operation.encoded()).toHex());
        assertEquals(
                "266ed87d5bd12481ed8329a3a650eea4c1f05ef7e96358906c6a6d5bc1f1ea8e",
                operation.id(new BouncyCastleCrypto()).toString());
    }

    @Test
    void everyKindHasTheNumberOfTheDocument() {
        assertEquals(
                "[32769, 32769, 1, 2, 3, 4, 5, 6, 7, 8, 32770, 32770, 9, 10, 11, 11, 12, 32767, 65535]",
                OperationSamples.contents().stream()
                        .map(content -> content.kind().value())
                        .toList()
                        .toString());
    }
}
