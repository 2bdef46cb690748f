/**
 * How content becomes a message and back (RFC 9420 section 6): framing, signing, membership tags, encryption, padding.
 *
 * <p>It is not responsible for what a message does to a group.
 */
@NullMarked
package chat.paloma.core.mls.framing;

import org.jspecify.annotations.NullMarked;
