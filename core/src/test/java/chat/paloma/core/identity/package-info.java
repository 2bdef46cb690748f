/** Accounts, devices and how they prove themselves, and what is refused of them. */
@NullMarked
package chat.paloma.core.identity;

import org.jspecify.annotations.NullMarked;
