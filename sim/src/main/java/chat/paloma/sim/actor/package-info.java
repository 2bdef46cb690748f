/** The people of a simulation: what they want next. */
@NullMarked
package chat.paloma.sim.actor;

import org.jspecify.annotations.NullMarked;
