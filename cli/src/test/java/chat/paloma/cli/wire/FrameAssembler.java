package chat.paloma.cli.wire;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.wire.Frame;
import chat.paloma.core.wire.WireLimits;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Puts the fragments of a WebSocket message together, up to {@link WireLimits#MAX_FRAME} bytes. Not thread-safe. */
final class FrameAssembler {
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();

    /**
     * Takes in a fragment.
     *
     * @return the frame when this fragment is its last
     * @throws DecodeException when the message is too long or no frame; the connection is then of no more use
     */
    Optional<Frame> add(ByteBuffer fragment, boolean last) throws DecodeException {
        if (fragment.remaining() > WireLimits.MAX_FRAME - message.size()) {
            throw new DecodeException(Reason.TOO_LARGE, "a frame of more than " + WireLimits.MAX_FRAME + " bytes");
        }
        byte[] bytes = new byte[fragment.remaining()];
        fragment.get(bytes);
        message.writeBytes(bytes);
        if (!last) {
            return Optional.empty();
        }
        byte[] whole = message.toByteArray();
        message.reset();
        return Optional.of(Frame.decode(whole));
    }
}
