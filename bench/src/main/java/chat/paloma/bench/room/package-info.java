/** Rooms of several sizes in a client's profile: what they take of memory and disk, and what using them costs. */
@NullMarked
package chat.paloma.bench.room;

import org.jspecify.annotations.NullMarked;
