@NullMarked
package chat.paloma.cli.chat;

import org.jspecify.annotations.NullMarked;
