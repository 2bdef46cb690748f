package chat.paloma.core.engine.link;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.wire.Event;
import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.Frame;

/** The node at the other end of a test's link: it hears requests, at a time that stands still, and never ends the link. */
public abstract class TestNode implements NodeLink.Host {
    /** The time, in milliseconds since 1970. */
    public static final long NOW = 1_800_000_000_000L;

    /** A device asks for something. */
    protected abstract void asked(Frame.Asked request) throws DecodeException;

    @Override
    public long now() {
        return NOW;
    }

    @Override
    public void send(ByteString frame) {
        try {
            asked((Frame.Asked) Frame.decode(frame.toByteArray()));
        } catch (DecodeException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void happened(Event event) {}

    @Override
    public void ended(Failure failure) {
        throw new AssertionError(failure);
    }
}
