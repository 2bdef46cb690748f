/** Lines out of a scene and the model. Pure. */
@NullMarked
package chat.paloma.cli.chat.draw;

import org.jspecify.annotations.NullMarked;
