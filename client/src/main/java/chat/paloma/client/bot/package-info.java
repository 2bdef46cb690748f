/** Programs that are members of rooms. */
@NullMarked
package chat.paloma.client.bot;

import org.jspecify.annotations.NullMarked;
