/** The vectors of rooms on the JVM, and how they are made. */
@NullMarked
package chat.paloma.conformance.vectors.room;

import org.jspecify.annotations.NullMarked;
