package chat.paloma.core.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.paloma.core.codec.DecodeException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class TlsCodecPropertyTest {
    /** A shape and a value of it. */
    record Example(Shape shape, Object value) {
        byte[] encoded() {
            TlsWriter out = new TlsWriter();
            shape.encode(value, out);
            return out.toByteArray();
        }
    }

    @Property
    void whatIsWrittenIsReadBack(@ForAll("examples") Example example) throws DecodeException {
        assertEquals(example.value, decodeAll(example.shape, example.encoded()));
    }

    @Property
    void anEncodingThatIsCutOffIsRefused(
            @ForAll("examples") Example example, @ForAll @IntRange(max = 999) int permille) {
        byte[] encoded = example.encoded();
        byte[] cut = java.util.Arrays.copyOf(encoded, encoded.length * permille / 1000);
        DecodeException error = assertThrows(DecodeException.class, () -> decodeAll(example.shape, cut));
        assertEquals(Reason.TRUNCATED, error.reason());
    }

    @Property
    void bytesAfterTheValueAreRefused(@ForAll("examples") Example example, @ForAll byte extra) {
        byte[] longer = new TlsWriter()
                .writeBytes(example.encoded())
                .writeBytes(new byte[] {extra})
                .toByteArray();
        DecodeException error = assertThrows(DecodeException.class, () -> decodeAll(example.shape, longer));
        assertEquals(Reason.TRAILING_BYTES, error.reason());
    }

    @Property
    void everyLengthHasOneEncoding(@ForAll @IntRange(max = TlsWriter.MAX_VECTOR) int length) throws DecodeException {
        byte[] encoded = new TlsWriter().writeVarint(length).toByteArray();
        assertEquals(length < 64 ? 1 : length < 16384 ? 2 : 4, encoded.length);
        assertEquals(length, new TlsReader(encoded).readVarint());
    }

    @Property
    void hexadecimalIsReadBack(@ForAll byte[] bytes) {
        ByteString value = ByteString.copyOf(bytes);
        assertEquals(value, ByteString.fromHex(value.toHex()));
    }

    @Property
    void orderAgreesWithEqualityAndIsAntisymmetric(@ForAll byte[] left, @ForAll byte[] right) {
        ByteString a = ByteString.copyOf(left);
        ByteString b = ByteString.copyOf(right);
        assertEquals(a.equals(b), a.compareTo(b) == 0);
        assertEquals(Integer.signum(a.compareTo(b)), -Integer.signum(b.compareTo(a)));
    }

    @Provide
    Arbitrary<Example> examples() {
        return Arbitraries.randoms().map(random -> {
            // At least one byte, so that there is always something to cut off.
            Shape shape = new Shape.Struct(List.of(new Shape.Unsigned(1), shape(random, 4)));
            return new Example(shape, value(shape, random));
        });
    }

    private static Object decodeAll(Shape shape, byte[] encoding) throws DecodeException {
        Decoder<Object> decoder = shape::decode;
        return decoder.decodeAll(encoding);
    }

    private static Shape shape(Random random, int levels) {
        return switch (random.nextInt(levels == 0 ? 4 : 7)) {
            case 0 -> new Shape.Unsigned(List.of(1, 2, 3, 4, 8).get(random.nextInt(5)));
            case 1 -> new Shape.Length();
            case 2 -> new Shape.Fixed(random.nextInt(40));
            case 3 -> new Shape.Opaque(random.nextInt(4), 200);
            case 4 -> new Shape.Maybe(shape(random, levels - 1));
            // An element without bytes is refused, so each begins with a number.
            case 5 ->
                new Shape.Elements(5, new Shape.Struct(List.of(new Shape.Unsigned(1), shape(random, levels - 1))));
            default -> new Shape.Struct(List.of(shape(random, levels - 1), shape(random, levels - 1)));
        };
    }

    private static Object value(Shape shape, Random random) {
        return switch (shape) {
            case Shape.Unsigned(int width) -> width == 8 ? random.nextLong() : random.nextLong() >>> (64 - 8 * width);
            case Shape.Length() -> (long) (random.nextInt() >>> (2 + random.nextInt(30)));
            case Shape.Fixed(int length) -> bytes(random, length);
            case Shape.Opaque(int lengthWidth, int maxLength) -> bytes(random, random.nextInt(maxLength + 1));
            case Shape.Maybe(Shape inner) ->
                random.nextBoolean() ? Optional.of(value(inner, random)) : Optional.empty();
            case Shape.Elements(int maxCount, Shape element) -> {
                List<Object> items = new ArrayList<>();
                for (int count = random.nextInt(maxCount + 1); count > 0; count--) {
                    items.add(value(element, random));
                }
                yield items;
            }
            case Shape.Struct(List<Shape> fields) ->
                fields.stream().map(field -> value(field, random)).toList();
        };
    }

    private static ByteString bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return ByteString.adopt(bytes);
    }
}
