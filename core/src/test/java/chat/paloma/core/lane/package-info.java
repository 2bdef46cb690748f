/** Lanes: the bytes that are chained, and chains that somebody tampered with. */
@NullMarked
package chat.paloma.core.lane;

import org.jspecify.annotations.NullMarked;
