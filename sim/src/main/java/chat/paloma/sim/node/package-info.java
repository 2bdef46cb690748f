/**
 * A node for simulations: it speaks the protocol of docs/protocol.md with the rules of the real one, in memory, on one
 * thread, at a time that is passed in. docs/simulation.md names what it leaves out.
 */
@NullMarked
package chat.paloma.sim.node;

import org.jspecify.annotations.NullMarked;
