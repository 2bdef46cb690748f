package chat.paloma.client.transport;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.wire.AccountRequests;
import java.util.Base64;
import java.util.Optional;

/**
 * An invite as people pass it on: {@code https://chat.example/#join=TOKEN}, or the token alone, in base64url; or a link
 * that resets an account, {@code https://chat.example/#reset=HANDLE/TOKEN}.
 *
 * @param server that the link leads to
 * @param handle that it is for, when it resets an account
 */
public record InviteLink(Optional<ServerAddress> server, Optional<Handle> handle, ByteString token) {
    private static final String MARK = "#join=";
    private static final String RESET = "#reset=";

    /**
     * Reads a link or a token.
     *
     * @throws IllegalArgumentException with a line for a person
     */
    public static InviteLink parse(String text) {
        int reset = text.indexOf(RESET);
        if (reset >= 0) {
            return reset(ServerAddress.parse(text.substring(0, reset)), text.substring(reset + RESET.length()));
        }
        int mark = text.indexOf(MARK);
        if (mark < 0) {
            return new InviteLink(Optional.empty(), Optional.empty(), token(text));
        }
        return new InviteLink(
                Optional.of(ServerAddress.parse(text.substring(0, mark))),
                Optional.empty(),
                token(text.substring(mark + MARK.length())));
    }

    private static InviteLink reset(ServerAddress server, String rest) {
        int slash = rest.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("not a link that resets an account: a part of it is missing");
        }
        return new InviteLink(
                Optional.of(server),
                Optional.of(new Handle(rest.substring(0, slash))),
                token(rest.substring(slash + 1)));
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
