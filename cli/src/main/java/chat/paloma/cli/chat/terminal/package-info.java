/** The terminal itself: keys in, lines out, and everything put back at the end. */
@NullMarked
package chat.paloma.cli.chat.terminal;

import org.jspecify.annotations.NullMarked;
