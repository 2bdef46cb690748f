package chat.paloma.cli.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.wire.Frame;
import chat.paloma.core.wire.WireLimits;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FrameAssemblerTest {
    /** However a message is cut, the frame is the same; and the next message starts anew. */
    @Property(tries = 200)
    void putsFragmentsTogether(@ForAll @Size(max = 300) byte[] body, @ForAll @IntRange(min = 1, max = 40) int step)
            throws Exception {
        Frame frame = new Frame.Answered(7, ByteString.copyOf(body));
        FrameAssembler assembler = new FrameAssembler();
        for (int round = 0; round < 2; round++) {
            assertEquals(Optional.of(frame), feed(assembler, frame.encoded(), step));
        }
    }

    private static Optional<Frame> feed(FrameAssembler assembler, byte[] message, int step) throws DecodeException {
        for (int from = 0; from + step < message.length; from += step) {
            assertEquals(
                    Optional.empty(),
                    assembler.add(ByteBuffer.wrap(Arrays.copyOfRange(message, from, from + step)), false));
        }
        int rest = (message.length - 1) / step * step;
        return assembler.add(ByteBuffer.wrap(Arrays.copyOfRange(message, rest, message.length)), true);
    }

    @Test
    void takesTheLongestFrameAndNotOneByteMore() throws Exception {
        byte[] longest = new Frame.Answered(1, ByteString.adopt(new byte[WireLimits.MAX_FRAME - 5])).encoded();
        assertEquals(WireLimits.MAX_FRAME, longest.length);
        assertEquals(
                Frame.decode(longest),
                feed(new FrameAssembler(), longest, 70_000).orElseThrow());

        FrameAssembler assembler = new FrameAssembler();
        assembler.add(ByteBuffer.wrap(longest), false);
        DecodeException refused =
                assertThrows(DecodeException.class, () -> assembler.add(ByteBuffer.wrap(new byte[1]), false));
        assertEquals(DecodeException.Reason.TOO_LARGE, refused.reason());
    }

    @Test
    void refusesWhatIsNoFrame() {
        assertThrows(DecodeException.class, () -> new FrameAssembler().add(ByteBuffer.wrap(new byte[] {9, 0}), true));
    }
}
