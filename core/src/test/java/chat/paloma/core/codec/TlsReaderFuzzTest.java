package chat.paloma.core.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.List;

class TlsReaderFuzzTest {
    /** More levels than the reader allows, so that the limit is reached too. */
    private static final int MAX_SHAPE_DEPTH = TlsReader.MAX_DEPTH + 8;

    /**
     * The input begins with the description of a shape and goes on with bytes to decode in it. Whatever they are, they
     * are refused with a {@link DecodeException}, or they are the encoding of what was decoded.
     */
    @FuzzTest(maxDuration = "1m")
    void decodesOrRefuses(byte[] input) {
        Description description = new Description(input);
        Shape shape = description.shape(0);
        ByteString encoding = description.rest();
        Object value;
        try {
            Decoder<Object> decoder = shape::decode;
            value = decoder.decodeAll(encoding.toByteArray());
        } catch (DecodeException refusal) {
            return;
        }
        TlsWriter out = new TlsWriter();
        shape.encode(value, out);
        assertEquals(encoding, out.toByteString());
    }

    /** Reads a shape from the front of the input: a byte for the kind, then its parameters; zeros when it ends. */
    private static final class Description {
        private final byte[] input;
        private int position;

        Description(byte[] input) {
            this.input = input;
        }

        Shape shape(int depth) {
            int kind = next() % 12;
            if (depth == MAX_SHAPE_DEPTH) {
                return new Shape.Unsigned(1);
            }
            return switch (kind) {
                case 0 -> new Shape.Unsigned(1);
                case 1 -> new Shape.Unsigned(2);
                case 2 -> new Shape.Unsigned(3);
                case 3 -> new Shape.Unsigned(4);
                case 4 -> new Shape.Unsigned(8);
                case 5 -> new Shape.Length();
                case 6 -> new Shape.Fixed(next() % 16);
                case 7 -> new Shape.Opaque(next() % 4, next());
                case 8 -> new Shape.Opaque(next() % 4, Integer.MAX_VALUE);
                case 9 -> new Shape.Elements(next(), shape(depth + 1));
                case 10 -> new Shape.Maybe(shape(depth + 1));
                default -> struct(depth);
            };
        }

        private Shape struct(int depth) {
            int count = next() % 4;
            List<Shape> fields = new ArrayList<>();
            for (int i = 0; i < count && position < input.length; i++) {
                fields.add(shape(depth + 1));
            }
            return new Shape.Struct(fields);
        }

        private int next() {
            return position < input.length ? input[position++] & 0xff : 0;
        }

        ByteString rest() {
            return ByteString.copyOf(input).slice(position, input.length);
        }
    }
}
