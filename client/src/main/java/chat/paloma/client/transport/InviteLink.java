package chat.paloma.client.transport;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.wire.AccountRequests;
import java.util.Base64;
import java.util.Optional;

/**
 * An invite as people pass it on: {@code https://chat.example/#join=TOKEN}, or the token alone, in base64url.
 *
 * @param server that the link leads to
 */
public record InviteLink(Optional<ServerAddress> server, ByteString token) {
    private static final String MARK = "#join=";

    /**
     * Reads a link or a token.
     *
     * @throws IllegalArgumentException with a line for a person
     */
    public static InviteLink parse(String text) {
        int mark = text.indexOf(MARK);
        if (mark < 0) {
            return new InviteLink(Optional.empty(), token(text));
        }
        return new InviteLink(
                Optional.of(ServerAddress.parse(text.substring(0, mark))), token(text.substring(mark + MARK.length())));
    }

    private static ByteString token(String text) {
        byte[] token;
        try {
            token = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            token = new byte[0];
        }
        if (token.length != AccountRequests.TOKEN) {
            throw new IllegalArgumentException("not an invite: it is a link with #join=, or what stands behind that");
        }
        return ByteString.adopt(token);
    }
}
