/** ts-mls, in a Node.js process that speaks JSON lines: its side of it is the folder {@code ts-mls}. */
@NullMarked
package chat.paloma.interop.tsmls;

import org.jspecify.annotations.NullMarked;
