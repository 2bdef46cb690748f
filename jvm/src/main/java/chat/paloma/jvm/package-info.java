/**
 * What the JVM lends to the core: faster primitives and randomness. The node, the client, the simulator and the
 * benchmarks stand on it; it knows nothing of networks and disks.
 */
@NullMarked
package chat.paloma.jvm;

import org.jspecify.annotations.NullMarked;
