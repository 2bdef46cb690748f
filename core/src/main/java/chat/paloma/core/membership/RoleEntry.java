package chat.paloma.core.membership;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.identity.AccountId;

/** An account that is more than a member. It may be one that is not, or no longer, in the room. */
public record RoleEntry(AccountId account, Role role) implements TlsEncodable {
    public RoleEntry {
        if (role == Role.MEMBER) {
            throw new IllegalArgumentException("members are not listed");
        }
    }

    @Override
    public void encode(TlsWriter out) {
        out.write(account).write(role);
    }

    public static RoleEntry decode(TlsReader in) throws DecodeException {
        AccountId account = AccountId.decode(in);
        Role role = Role.decode(in);
        if (role == Role.MEMBER) {
            throw new DecodeException(Reason.INVALID_VALUE, "members are not listed");
        }
        return new RoleEntry(account, role);
    }
}
