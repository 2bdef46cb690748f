/** A device in a simulation: the real engine on a simulated disk and clock. */
@NullMarked
package chat.paloma.sim.client;

import org.jspecify.annotations.NullMarked;
