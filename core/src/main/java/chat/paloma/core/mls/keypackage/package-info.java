/** What a client publishes so that others can add it to a group (RFC 9420 section 10). */
@NullMarked
package chat.paloma.core.mls.keypackage;

import org.jspecify.annotations.NullMarked;
