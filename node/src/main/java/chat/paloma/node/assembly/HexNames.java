package chat.paloma.node.assembly;

import chat.paloma.core.codec.ByteString;
import java.util.HexFormat;
import java.util.Optional;

/** Names in the paths of requests. */
final class HexNames {
    private HexNames() {}

    /** The bytes of a name in lower-case hex; empty when it is none of this length. */
    static Optional<ByteString> read(String name, int length) {
        if (name.length() != 2 * length
                || !name.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
            return Optional.empty();
        }
        return Optional.of(ByteString.adopt(HexFormat.of().parseHex(name)));
    }
}
