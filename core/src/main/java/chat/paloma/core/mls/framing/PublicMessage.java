package chat.paloma.core.mls.framing;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.MlsLimits;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.proposal.Sender;
import chat.paloma.core.mls.schedule.GroupContext;
import java.util.Optional;

/**
 * A handshake message that everybody can read (RFC 9420 section 6.2).
 *
 * @param membershipTag on messages of members, and only there
 */
public record PublicMessage(AuthenticatedContent content, Optional<ByteString> membershipTag) implements TlsEncodable {
    /**
     * Frames signed content, with a membership tag when a member sends it.
     *
     * @throws IllegalArgumentException for application data, which always travels encrypted
     */
    public static PublicMessage protect(
            MlsCrypto crypto, AuthenticatedContent content, GroupContext context, SecretBytes membershipKey) {
        requireHandshake(content);
        boolean fromMember = content.content().sender() instanceof Sender.Member;
        return new PublicMessage(
                content,
                fromMember ? Optional.of(crypto.mac(membershipKey, content.toBeMaced(context))) : Optional.empty());
    }

    /** Frames signed content of somebody who is not a member. */
    public static PublicMessage fromOutside(AuthenticatedContent content) {
        requireHandshake(content);
        if (content.content().sender() instanceof Sender.Member) {
            throw new IllegalArgumentException("a member's message needs a membership tag");
        }
        return new PublicMessage(content, Optional.empty());
    }

    private static void requireHandshake(AuthenticatedContent content) {
        if (content.content().content().type() == ContentType.APPLICATION) {
            throw new IllegalArgumentException("application data travels encrypted");
        }
    }

    /**
     * The content, once the membership tag showed that a member sent it, or that no member claims to have. The signature
     * is still unchecked.
     */
    public AuthenticatedContent unprotect(MlsCrypto crypto, GroupContext context, SecretBytes membershipKey)
            throws MlsException {
        if (membershipTag.isPresent()
                && !crypto.verifyMac(membershipKey, content.toBeMaced(context), membershipTag.get())) {
            throw new MlsException(ValidationRule.MEMBERSHIP_TAG, "the membership tag does not verify");
        }
        return content;
    }

    @Override
    public void encode(TlsWriter out) {
        out.write(content.content());
        content.encodeAuthData(out);
        membershipTag.ifPresent(out::write);
    }

    public static PublicMessage decode(TlsReader in) throws DecodeException {
        AuthenticatedContent content =
                AuthenticatedContent.decodeAuthData(WireFormat.PUBLIC_MESSAGE, FramedContent.decode(in), in);
        boolean fromMember = content.content().sender() instanceof Sender.Member;
        return new PublicMessage(
                content, fromMember ? Optional.of(ByteString.decode(in, MlsLimits.MAX_HASH_LENGTH)) : Optional.empty());
    }
}
