/**
 * The labelled operations of MLS over a cipher suite (RFC 9420 sections 5, 8 and 9).
 *
 * <p>This layer knows which label goes in front of what. It is not responsible for which keys are used.
 */
@NullMarked
package chat.paloma.core.mls.crypto;

import org.jspecify.annotations.NullMarked;
