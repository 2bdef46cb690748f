package chat.paloma.core.wire;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.identity.Handle;
import java.util.Optional;

/**
 * What registers an account, sent over HTTP before there is a device that could prove anything.
 *
 * @param invite the token of an invite, where the node asks for one
 */
public record Registration(Optional<ByteString> invite, Handle handle, AccountRecord account) implements TlsEncodable {
    public Registration {
        if (invite.isPresent() && invite.get().length() != AccountRequests.TOKEN) {
            throw new IllegalArgumentException("not the length of an invite's token");
        }
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeOptional(invite).write(handle).write(account);
    }

    public static Registration decode(TlsReader in) throws DecodeException {
        Optional<ByteString> invite = in.readOptional(token -> ByteString.decode(token, AccountRequests.TOKEN));
        if (invite.isPresent() && invite.get().length() != AccountRequests.TOKEN) {
            throw new DecodeException(DecodeException.Reason.INVALID_VALUE, "not the length of an invite's token");
        }
        return new Registration(invite, Handle.decode(in), AccountRecord.decode(in));
    }
}
