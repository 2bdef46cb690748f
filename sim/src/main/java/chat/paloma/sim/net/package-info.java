/** The network between devices and the node: streams that are slow, break, or go silent. */
@NullMarked
package chat.paloma.sim.net;

import org.jspecify.annotations.NullMarked;
