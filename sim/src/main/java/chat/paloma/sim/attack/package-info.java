/** A node that deceives: what it does, to whom, for how long. */
@NullMarked
package chat.paloma.sim.attack;

import org.jspecify.annotations.NullMarked;
