/** The interactive terminal: the loop between the client, the model, the drawing and the terminal. */
@NullMarked
package chat.paloma.cli.chat;

import org.jspecify.annotations.NullMarked;
