/** What groups do and what they refuse. */
@NullMarked
package chat.paloma.core.mls.group;

import org.jspecify.annotations.NullMarked;
