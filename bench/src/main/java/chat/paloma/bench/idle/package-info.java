/** Connections on which nothing happens: what they take of memory, and how fast they come, also all at once. */
@NullMarked
package chat.paloma.bench.idle;

import org.jspecify.annotations.NullMarked;
