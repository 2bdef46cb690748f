package chat.paloma.core.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames from somebody hostile, on either side: they are refused, or they are the encoding of what was read. */
class WireFuzzTest {
    static Stream<byte[]> frames() {
        return Stream.concat(
                WireSamples.exchanges().stream()
                        .map(exchange -> exchange.request().frame(1).encoded()),
                WireSamples.events().stream().map(event -> event.frame().encoded()));
    }

    static Stream<byte[]> answers() {
        return WireSamples.exchanges().stream().map(exchange -> {
            byte[] answer = exchange.answer().encoded();
            byte[] out = new byte[answer.length + 1];
            out[0] = (byte) exchange.request().type().number();
            System.arraycopy(answer, 0, out, 1, answer.length);
            return out;
        });
    }

    @MethodSource("frames")
    @FuzzTest(maxDuration = "1m")
    void aFrameIsReadOrRefused(byte[] input) {
        try {
            Frame frame = Frame.decode(input);
            assertArrayEquals(input, frame.encoded());
            if (frame instanceof Frame.Asked asked) {
                Optional<RequestType<?, ?>> type = RequestTypes.of(asked.type());
                if (type.isPresent()) {
                    TlsEncodable request =
                            type.get().request().decodeAll(asked.body().toByteArray());
                    assertArrayEquals(asked.body().toByteArray(), request.encoded());
                }
            } else if (frame instanceof Frame.Happened happened) {
                Optional<Event> event = Event.of(happened);
                event.ifPresent(known -> assertArrayEquals(happened.body().toByteArray(), known.encoded()));
            }
        } catch (DecodeException refusal) {
            assert refusal.getMessage() != null;
        }
    }

    @MethodSource("answers")
    @FuzzTest(maxDuration = "1m")
    void anAnswerIsReadOrRefused(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] body = Arrays.copyOfRange(input, 1, input.length);
        Optional<RequestType<?, ?>> type = RequestTypes.of(input[0] & 0xff);
        if (type.isPresent()) {
            try {
                assertArrayEquals(body, type.get().answer().decodeAll(body).encoded());
            } catch (DecodeException refusal) {
                assert refusal.getMessage() != null;
            }
        }
    }
}
