/** The load generator: many clients on one event loop, what they send and when, and what must come of it. */
@NullMarked
package chat.paloma.bench.load;

import org.jspecify.annotations.NullMarked;
