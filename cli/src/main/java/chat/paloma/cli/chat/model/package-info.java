/** What the person is doing: what is open, typed and selected, and what a key makes of it. Pure. */
@NullMarked
package chat.paloma.cli.chat.model;

import org.jspecify.annotations.NullMarked;
