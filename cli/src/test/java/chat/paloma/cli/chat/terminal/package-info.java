@NullMarked
package chat.paloma.cli.chat.terminal;

import org.jspecify.annotations.NullMarked;
