/** A real node that is killed, starved and damaged, and what must hold afterwards. */
@NullMarked
package chat.paloma.cli.durability;

import org.jspecify.annotations.NullMarked;
