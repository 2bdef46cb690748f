/**
 * What lets somebody into a group (RFC 9420 sections 12.4.3): GroupInfo, and the Welcome that carries it.
 *
 * <p>It is not responsible for what follows from joining: that is in {@code group}.
 */
@NullMarked
package chat.paloma.core.mls.welcome;

import org.jspecify.annotations.NullMarked;
