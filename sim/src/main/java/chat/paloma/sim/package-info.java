/**
 * The deterministic simulator (docs/simulation.md): real engines against a node with the real rules, over a simulated
 * network, clock and disk, in which everything follows from a seed.
 */
@NullMarked
package chat.paloma.sim;

import org.jspecify.annotations.NullMarked;
