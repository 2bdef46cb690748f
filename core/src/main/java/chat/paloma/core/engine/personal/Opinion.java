package chat.paloma.core.engine.personal;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.engine.account.Contact;
import chat.paloma.core.wire.WireText;
import java.util.Optional;

/**
 * What the person thinks of somebody, on all their devices.
 *
 * @param accepted whether they may add this account to rooms
 * @param blocked whether nothing of them is shown
 * @param verified whether the safety number was compared
 * @param name that only this account sees; empty for none
 */
public record Opinion(boolean accepted, boolean blocked, boolean verified, String name) implements TlsEncodable {
    /** The longest name, in bytes of UTF-8. */
    public static final int MAX_NAME = 128;

    public static final Opinion NONE = new Opinion(false, false, false, "");

    /** Of a contact, with a name. */
    public static Opinion of(Contact contact, String name) {
        return new Opinion(contact.accepted(), contact.blocked(), contact.verified(), name);
    }

    /** The contact as this says. */
    public Contact applyTo(Contact contact) {
        Contact blockedOrNot = contact.blocked() == blocked ? contact : contact.whenBlocked(blocked);
        Contact acceptedOrNot =
                blockedOrNot.accepted() == accepted ? blockedOrNot : blockedOrNot.whenAccepted(accepted);
        return acceptedOrNot.verified() == verified ? acceptedOrNot : acceptedOrNot.whenVerified(verified);
    }

    public Opinion withName(String other) {
        return new Opinion(accepted, blocked, verified, other);
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeUint8(1).writeUint8((accepted ? 1 : 0) | (blocked ? 2 : 0) | (verified ? 4 : 0));
        WireText.write(out, name);
    }

    private static Opinion decode(TlsReader in) throws DecodeException {
        if (in.readUint8() != 1) {
            throw new DecodeException(DecodeException.Reason.INVALID_VALUE, "an opinion of another format");
        }
        int flags = in.readUint8();
        return new Opinion((flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0, WireText.read(in, MAX_NAME));
    }

    /** Reads one; nothing when a newer client wrote it otherwise. */
    public static Optional<Opinion> parse(ByteString bytes) {
        Decoder<Opinion> decoder = Opinion::decode;
        try {
            return Optional.of(decoder.decodeAll(bytes.toByteArray()));
        } catch (DecodeException e) {
            return Optional.empty();
        }
    }
}
