@NullMarked
package chat.paloma.cli.chat.draw;

import org.jspecify.annotations.NullMarked;
