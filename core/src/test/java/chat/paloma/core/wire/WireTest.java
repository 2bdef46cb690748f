package chat.paloma.core.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WireTest {
    static List<WireSamples.Exchange<?>> exchanges() {
        return WireSamples.exchanges();
    }

    @Test
    void thereIsASampleOfEveryRequest() {
        assertEquals(
                RequestTypes.ALL,
                exchanges().stream().map(exchange -> exchange.request().type()).toList());
        assertEquals(
                RequestTypes.ALL.size(),
                RequestTypes.ALL.stream().map(RequestType::number).distinct().count());
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    <A extends TlsEncodable> void whatIsWrittenIsRead(WireSamples.Exchange<A> exchange) throws DecodeException {
        Frame.Asked frame = exchange.request().frame(5);
        assertEquals(frame, Frame.decode(frame.encoded()));
        assertEquals(
                exchange.request(),
                exchange.request().type().request().decodeAll(frame.body().toByteArray()));
        assertEquals(
                exchange.answer(),
                exchange.request().type().answer().decodeAll(exchange.answer().encoded()));
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    <A extends TlsEncodable> void whatIsCutOffOrTooLongIsRefused(WireSamples.Exchange<A> exchange) {
        byte[] body = exchange.request().encoded();
        for (int length = 0; length < body.length; length += Math.max(1, body.length / 50)) {
            byte[] cut = Arrays.copyOf(body, length);
            assertThrows(
                    DecodeException.class,
                    () -> exchange.request().type().request().decodeAll(cut));
        }
        byte[] longer = Arrays.copyOf(body, body.length + 1);
        assertThrows(
                DecodeException.class, () -> exchange.request().type().request().decodeAll(longer));
    }

    @Test
    void eventsAreRead() throws DecodeException {
        for (Event event : WireSamples.events()) {
            assertEquals(Optional.of(event), Event.of((Frame.Happened)
                    Frame.decode(event.frame().encoded())));
        }
    }

    @Test
    void anEventOfANewerNodeIsPassedOver() throws DecodeException {
        assertEquals(Optional.empty(), Event.of(new Frame.Happened(999, WireSamples.SOME)));
    }

    @Test
    void failuresKeepTheirRetryWhateverTheirNumber() throws DecodeException {
        for (FailureCode code : FailureCode.values()) {
            Failure failure = Failure.after(code, 7, "why");
            Frame frame = Frame.decode(new Frame.Refused(3, failure).encoded());
            assertEquals(new Frame.Refused(3, failure), frame);
            assertEquals(Optional.of(code), FailureCode.of(failure.number()));
        }
        Failure unknown = new Failure(60_000, Retry.REFRESH, 0, "");
        assertEquals(new Frame.Refused(1, unknown), Frame.decode(new Frame.Refused(1, unknown).encoded()));
    }

    @Test
    void aLongDetailIsCutBetweenCharacters() {
        Failure failure = Failure.of(FailureCode.INTERNAL, "é🕊".repeat(100));
        assertTrue(failure.detail().getBytes(StandardCharsets.UTF_8).length <= WireLimits.MAX_TEXT);
        assertTrue("é🕊".repeat(100).startsWith(failure.detail()));
    }

    @Test
    void textThatIsNotUtf8IsRefused() {
        byte[] hello = new SessionRequests.Hello(List.of(1), "abc", 3, WireSamples.bytes(1, 32)).encoded();
        int at = new String(hello, StandardCharsets.ISO_8859_1).indexOf("abc");
        hello[at] = (byte) 0xff;
        assertThrows(
                DecodeException.class, () -> SessionRequests.HELLO.request().decodeAll(hello));
    }

    @Test
    void aFrameBeyondTheLimitIsRefusedUnread() {
        DecodeException refusal =
                assertThrows(DecodeException.class, () -> Frame.decode(new byte[WireLimits.MAX_FRAME + 1]));
        assertEquals(DecodeException.Reason.TOO_LARGE, refusal.reason());
    }

    @Test
    void theLayoutOfFramesStays() {
        assertArrayEquals(
                ByteString.fromHex("01" + "00000005" + "0046" + "0000000000000007")
                        .toByteArray(),
                new LaneRequests.TrimInbox(7).frame(5).encoded());
        assertArrayEquals(
                ByteString.fromHex("02" + "00000005" + "0002").toByteArray(),
                new Frame.Answered(5, ByteString.adopt(new KeyRequests.Stock(2).encoded())).encoded());
        assertArrayEquals(
                ByteString.fromHex("03" + "00000000" + "0008" + "03" + "000003e8" + "00")
                        .toByteArray(),
                new Frame.Refused(0, Failure.after(FailureCode.DRAINING, 1000, "")).encoded());
        assertArrayEquals(
                ByteString.fromHex("04" + "0006" + "0003").toByteArray(),
                new Event.StockLow(3).frame().encoded());
    }
}
