/** The world of a simulation: devices, the node, the network between them, and what goes wrong. */
@NullMarked
package chat.paloma.sim.world;

import org.jspecify.annotations.NullMarked;
