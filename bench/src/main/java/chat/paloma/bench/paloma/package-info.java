/** A node of ours with devices and rooms, for the load generator. */
@NullMarked
package chat.paloma.bench.paloma;

import org.jspecify.annotations.NullMarked;
