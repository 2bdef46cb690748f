package chat.paloma.core.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandleTest {
    private static final Decoder<Handle> DECODER = Handle::decode;

    @ParameterizedTest
    @ValueSource(strings = {"ana", "a-1", "x_.", "abcdefghijklmnopqrstuvwxyz012345"})
    void whatIsOne(String text) throws Exception {
        assertEquals(text, DECODER.decodeAll(new Handle(text).encoded()).value());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "an",
                "Ana",
                "1na",
                ".na",
                "ana ",
                "a na",
                "\u00e4na",
                "an\u0430",
                "ana\u0000",
                "abcdefghijklmnopqrstuvwxyz0123456"
            })
    void whatIsNone(String text) {
        assertThrows(IllegalArgumentException.class, () -> new Handle(text));
        byte[] encoded = ByteString.utf8(text).encoded();
        assertThrows(DecodeException.class, () -> DECODER.decodeAll(encoded));
    }
}
