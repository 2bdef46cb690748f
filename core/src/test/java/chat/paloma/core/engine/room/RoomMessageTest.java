package chat.paloma.core.engine.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.engine.room.RoomMessage.SentBefore;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoomMessageTest {
    private static final Decoder<RoomMessage> DECODER = RoomMessage::decode;

    private static RoomMessage read(byte[] bytes) throws DecodeException {
        return DECODER.decodeAll(bytes);
    }

    @Test
    void isReadAsItWasWritten() throws DecodeException {
        List<RoomMessage> messages = List.of(
                new RoomMessage.OfOperation(ByteString.utf8("operation")),
                new RoomMessage.OfOperation(
                        ByteString.utf8("operation"), Optional.of(new SentBefore(List.of(7L, 9L), 5))),
                new RoomMessage.Resend(List.of(7L)),
                new RoomMessage.AskHistory(List.of()),
                new RoomMessage.Nothing(List.of(7L, 8L)));
        for (RoomMessage message : messages) {
            assertEquals(message, read(message.encoded()));
        }
    }

    @Test
    void sequencesAscend() {
        byte[] twice = new RoomMessage.Nothing(List.of(7L, 7L)).encoded();
        assertEquals(
                DecodeException.Reason.INVALID_VALUE,
                assertThrows(DecodeException.class, () -> read(twice)).reason());
    }

    @Test
    void whatANewerClientSendsIsUnknown() throws DecodeException {
        byte[] newer = new TlsWriter()
                .writeUint16(1)
                .writeUint8(9)
                .writeUint8(1)
                .toByteString()
                .toByteArray();
        assertInstanceOf(RoomMessage.Unknown.class, read(newer));
    }
}
