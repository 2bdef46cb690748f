package chat.paloma.client;

import chat.paloma.core.identity.Handle;
import chat.paloma.core.membership.RoomId;

/** Who is told what a client sees. */
public interface ClientListener {
    /**
     * A message that somebody sent.
     *
     * @param from the sender's handle, which is the server's word for the account that MLS authenticated
     * @param certified whether the sender's account vouches for the device that sent it
     * @param time when the server took it, in milliseconds since 1970
     */
    record Message(RoomId room, long sequence, Handle from, boolean certified, long time, String text) {}

    void message(Message message);

    /** Somebody asks to be let in, and waits for an answer. */
    void invited(Handle from);

    /** Something that a person should know, in one line. */
    void notice(String line);
}
