package chat.paloma.core.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.paloma.core.codec.DecodeException.Reason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsReaderTest {
    @Test
    void readsNumbersAsUnsignedBigEndian() throws DecodeException {
        TlsReader in = reader("ff" + "fffe" + "fffffd" + "fffffffc" + "fffffffffffffffb");
        assertEquals(0xff, in.readUint8());
        assertEquals(0xfffe, in.readUint16());
        assertEquals(0xfffffd, in.readUint24());
        assertEquals(0xfffffffcL, in.readUint32());
        assertEquals(-5, in.readUint64());
        in.expectEnd();
    }

    /** The examples of RFC 9420 section 2.1.2 and RFC 9000 appendix A.1, and the ends of each width. */
    @ParameterizedTest
    @CsvSource({
        "25, 37",
        "7bbd, 15293",
        "9d7f3e7d, 494878333",
        "00, 0",
        "3f, 63",
        "4040, 64",
        "7fff, 16383",
        "80004000, 16384",
        "bfffffff, 1073741823"
    })
    void readsLengths(String hex, int length) throws DecodeException {
        assertEquals(length, reader(hex).readVarint());
    }

    @ParameterizedTest
    @ValueSource(strings = {"4025", "4000", "403f", "80000000", "80000025", "80003fff"})
    void refusesALengthInMoreBytesThanItNeeds(String hex) {
        assertRefused(Reason.NON_MINIMAL_LENGTH, hex, TlsReader::readVarint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c0", "ff", "c000000000000000"})
    void refusesTheReservedLengthPrefix(String hex) {
        assertRefused(Reason.INVALID_LENGTH_PREFIX, hex, TlsReader::readVarint);
    }

    @Test
    void refusesInputThatEndsInsideAValue() {
        assertRefused(Reason.TRUNCATED, "", TlsReader::readUint8);
        assertRefused(Reason.TRUNCATED, "00", TlsReader::readUint16);
        assertRefused(Reason.TRUNCATED, "0000", TlsReader::readUint24);
        assertRefused(Reason.TRUNCATED, "000000", TlsReader::readUint32);
        assertRefused(Reason.TRUNCATED, "00000000000000", TlsReader::readUint64);
        assertRefused(Reason.TRUNCATED, "40", TlsReader::readVarint);
        assertRefused(Reason.TRUNCATED, "800000", TlsReader::readVarint);
        assertRefused(Reason.TRUNCATED, "0201", in -> in.readOpaque(10));
        assertRefused(Reason.TRUNCATED, "0201", in -> in.readOpaque8(10));
        assertRefused(Reason.TRUNCATED, "000201", in -> in.readOpaque16(10));
        assertRefused(Reason.TRUNCATED, "00000201", in -> in.readOpaque24(10));
        assertRefused(Reason.TRUNCATED, "0201", TlsReader::readWindow);
        assertRefused(Reason.TRUNCATED, "01", in -> in.readOptional(TlsReader::readUint8));
        assertRefused(Reason.TRUNCATED, "0000", in -> in.readBytes(3));
        assertRefused(Reason.TRUNCATED, "0000", in -> in.readBytes(-1));
    }

    @Test
    void refusesALengthOfAGigabyteWithoutAllocatingIt() {
        assertRefused(Reason.TRUNCATED, "bfffffff00", in -> in.readOpaque(Integer.MAX_VALUE));
        assertRefused(Reason.TRUNCATED, "bfffffff00", in -> in.readList(10, TlsReader::readUint8));
    }

    @Test
    void refusesAVectorAboveItsBound() throws DecodeException {
        assertArrayEquals(new byte[] {1, 2}, reader("020102").readOpaque(2));
        assertRefused(Reason.TOO_LARGE, "03010203", in -> in.readOpaque(2));
        assertRefused(Reason.TOO_LARGE, "03010203", in -> in.readOpaque8(2));
        assertRefused(Reason.TOO_LARGE, "0003010203", in -> in.readOpaque16(2));
        assertRefused(Reason.TOO_LARGE, "000003010203", in -> in.readOpaque24(2));
    }

    @Test
    void refusesAListWithTooManyElements() throws DecodeException {
        assertEquals(List.of(1, 2), reader("020102").readList(2, TlsReader::readUint8));
        assertRefused(Reason.TOO_LARGE, "03010203", in -> in.readList(2, TlsReader::readUint8));
    }

    @Test
    void refusesAnElementThatIsCutOffByItsList() {
        assertRefused(Reason.TRUNCATED, "0300010203", in -> in.readList(5, TlsReader::readUint16));
    }

    @Test
    void refusesElementsWithoutBytes() {
        assertRefused(Reason.INVALID_VALUE, "0100", in -> in.readList(5, nothing -> 0));
    }

    @Test
    void readsOptionalValues() throws DecodeException {
        assertEquals(Optional.empty(), reader("00").readOptional(TlsReader::readUint8));
        assertEquals(Optional.of(7), reader("0107").readOptional(TlsReader::readUint8));
        assertRefused(Reason.INVALID_VALUE, "0207", in -> in.readOptional(TlsReader::readUint8));
    }

    @Test
    void refusesBytesAfterTheValue() {
        DecodeException error = assertThrows(
                DecodeException.class, () -> decoder(TlsReader::readUint8).decodeAll(new byte[] {1, 2}));
        assertEquals(Reason.TRAILING_BYTES, error.reason());
    }

    @Test
    void nestsToTheLimitAndNoFurther() throws DecodeException {
        assertEquals(TlsReader.MAX_DEPTH, descend(nested(TlsReader.MAX_DEPTH)));
        DecodeException error = assertThrows(DecodeException.class, () -> descend(nested(TlsReader.MAX_DEPTH + 1)));
        assertEquals(Reason.TOO_DEEP, error.reason());
    }

    @Test
    void aWindowEndsWhereItsVectorEnds() throws DecodeException {
        TlsReader in = reader("0201" + "02" + "03");
        TlsReader window = in.readWindow();
        assertEquals(2, window.remaining());
        assertEquals(1, window.readUint8());
        assertEquals(1, in.remaining());
        assertEquals(3, in.readUint8());
        assertEquals(2, window.readUint8());
        assertThrows(DecodeException.class, window::readUint8);
    }

    @Test
    void givesTheBytesThatWereRead() throws DecodeException {
        TlsReader in = reader("01020304");
        in.readUint8();
        int start = in.position();
        in.readUint16();
        assertArrayEquals(new byte[] {2, 3}, in.readSince(start));
        assertThrows(IllegalArgumentException.class, () -> in.readSince(4));
        assertThrows(IllegalArgumentException.class, () -> in.readSince(-1));
    }

    @Test
    void aRefusalCarriesNoStackTrace() {
        DecodeException error =
                assertThrows(DecodeException.class, () -> reader("").readUint8());
        assertEquals(0, error.getStackTrace().length);
        assertEquals("needs 1 bytes, has 0", error.getMessage());
    }

    private static TlsReader reader(String hex) {
        return new TlsReader(ByteString.fromHex(hex).toByteArray());
    }

    private static <T> Decoder<T> decoder(Decoder<T> decoder) {
        return decoder;
    }

    private static void assertRefused(Reason reason, String hex, Decoder<?> decoder) {
        DecodeException error = assertThrows(DecodeException.class, () -> decoder.decode(reader(hex)));
        assertEquals(reason, error.reason());
    }

    /** Vectors in vectors, {@code levels} of them. */
    private static byte[] nested(int levels) {
        byte[] encoding = new byte[0];
        for (int i = 0; i < levels; i++) {
            encoding = new TlsWriter().writeOpaque(encoding).toByteArray();
        }
        return encoding;
    }

    private static int descend(byte[] encoding) throws DecodeException {
        TlsReader in = new TlsReader(encoding);
        int levels = 0;
        while (in.remaining() > 0) {
            in = in.readWindow();
            levels++;
        }
        return levels;
    }
}
