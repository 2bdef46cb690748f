/** Text with styles, as wide as a terminal shows it. Pure. */
@NullMarked
package chat.paloma.cli.chat.text;

import org.jspecify.annotations.NullMarked;
