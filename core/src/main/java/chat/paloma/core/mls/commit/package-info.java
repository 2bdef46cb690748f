/**
 * The message that begins a new epoch (RFC 9420 section 12.4), as it is written down.
 */
@NullMarked
package chat.paloma.core.mls.commit;

import org.jspecify.annotations.NullMarked;
