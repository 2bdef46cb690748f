/**
 * From one epoch to the next (RFC 9420 section 8): the group context, transcript hashes, pre-shared keys and the key
 * schedule that binds them together.
 *
 * <p>It is not responsible for where a commit secret or a pre-shared key comes from, nor for messages.
 */
@NullMarked
package chat.paloma.core.mls.schedule;

import org.jspecify.annotations.NullMarked;
