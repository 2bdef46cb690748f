package chat.paloma.core.mls.group;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;

/**
 * How long ago a member brought fresh keys.
 *
 * @param hasOwnPath whether it ever did in this group
 * @param since when it did, or else when it joined, in seconds since 1970
 * @param messages that it encrypted since then
 */
public record PathActivity(boolean hasOwnPath, long since, long messages) implements TlsEncodable {
    static PathActivity joinedAt(long now) {
        return new PathActivity(false, now, 0);
    }

    static PathActivity pathAt(long now) {
        return new PathActivity(true, now, 0);
    }

    PathActivity withMessage() {
        return new PathActivity(hasOwnPath, since, messages + 1);
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeUint8(hasOwnPath ? 1 : 0).writeUint64(since).writeUint64(messages);
    }

    static PathActivity decode(TlsReader in) throws DecodeException {
        int hasOwnPath = in.readUint8();
        if (hasOwnPath > 1) {
            throw new DecodeException(Reason.INVALID_VALUE, "neither yes nor no");
        }
        return new PathActivity(hasOwnPath == 1, in.readUint64(), in.readUint64());
    }
}
