/** The server: one process that hosts a chat that it cannot read. */
@NullMarked
package chat.paloma.node;

import org.jspecify.annotations.NullMarked;
