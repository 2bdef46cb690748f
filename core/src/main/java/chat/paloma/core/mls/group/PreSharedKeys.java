package chat.paloma.core.mls.group;

import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.mls.schedule.PreSharedKeyId;
import java.util.Optional;

/**
 * Where pre-shared keys come from that the group itself does not have: external ones, and resumption PSKs of other
 * groups. What it returns is erased after use, so it returns copies.
 */
@FunctionalInterface
public interface PreSharedKeys {
    /** No such keys. */
    PreSharedKeys NONE = id -> Optional.empty();

    /** A copy of the key that is meant, whatever the nonce. */
    Optional<SecretBytes> find(PreSharedKeyId id);
}
