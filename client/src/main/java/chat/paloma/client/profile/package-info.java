/**
 * A profile on the disk: its folder, its lock, and its database, whose values are encrypted with a key that a keyring or
 * a passphrase protects. It knows nothing of what the values mean.
 */
@NullMarked
package chat.paloma.client.profile;

import org.jspecify.annotations.NullMarked;
