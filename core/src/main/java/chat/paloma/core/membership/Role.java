package chat.paloma.core.membership;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;

/** What an account may do in a room, each more than the one before. */
public enum Role implements TlsEncodable {
    MEMBER(0),
    ADMINISTRATOR(1),
    OWNER(2);

    private final int number;

    Role(int number) {
        this.number = number;
    }

    /** Whether this role may do what {@code other} may. */
    public boolean isAtLeast(Role other) {
        return number >= other.number;
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeUint8(number);
    }

    public static Role decode(TlsReader in) throws DecodeException {
        return switch (in.readUint8()) {
            case 0 -> MEMBER;
            case 1 -> ADMINISTRATOR;
            case 2 -> OWNER;
            default -> throw new DecodeException(Reason.INVALID_VALUE, "no such role");
        };
    }
}
