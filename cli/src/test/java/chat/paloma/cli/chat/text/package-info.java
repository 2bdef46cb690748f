@NullMarked
package chat.paloma.cli.chat.text;

import org.jspecify.annotations.NullMarked;
