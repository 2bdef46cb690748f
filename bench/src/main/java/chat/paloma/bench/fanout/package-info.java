/** One message to all members of a room, beside what people would use instead. */
@NullMarked
package chat.paloma.bench.fanout;

import org.jspecify.annotations.NullMarked;
