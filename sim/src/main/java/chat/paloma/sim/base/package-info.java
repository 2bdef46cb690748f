/** What a simulation is made of: seeded randomness, a schedule instead of a clock, and a trace that two runs compare. */
@NullMarked
package chat.paloma.sim.base;

import org.jspecify.annotations.NullMarked;
