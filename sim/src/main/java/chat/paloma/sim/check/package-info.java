/** What must hold in every run, and who knows what happened to be able to tell. */
@NullMarked
package chat.paloma.sim.check;

import org.jspecify.annotations.NullMarked;
