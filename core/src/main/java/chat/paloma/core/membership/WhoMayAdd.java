package chat.paloma.core.membership;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;

/** Who may let other accounts into a room. */
public enum WhoMayAdd implements TlsEncodable {
    MEMBERS(0, Role.MEMBER),
    ADMINISTRATORS(1, Role.ADMINISTRATOR);

    private final int number;
    private final Role role;

    WhoMayAdd(int number, Role role) {
        this.number = number;
        this.role = role;
    }

    /** The least role that may. */
    public Role role() {
        return role;
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeUint8(number);
    }

    public static WhoMayAdd decode(TlsReader in) throws DecodeException {
        return switch (in.readUint8()) {
            case 0 -> MEMBERS;
            case 1 -> ADMINISTRATORS;
            default -> throw new DecodeException(Reason.INVALID_VALUE, "neither members nor administrators");
        };
    }
}
