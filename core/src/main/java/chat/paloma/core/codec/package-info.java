/**
 * The TLS presentation language (RFC 8446 section 3) with the variable-length vectors of RFC 9420 section 2.1.2.
 *
 * <p>This layer knows lengths and nothing else. It is not responsible for what a value means: whoever reads an id, a
 * key or an enumeration checks it.
 */
@NullMarked
package chat.paloma.core.codec;

import org.jspecify.annotations.NullMarked;
