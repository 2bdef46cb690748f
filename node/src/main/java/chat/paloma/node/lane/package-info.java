/**
 * Lanes on the node: appending in order, exactly once, and reading what is there.
 *
 * <p>Who may append and what an envelope must be is decided elsewhere; here a record gets its place.
 */
@NullMarked
package chat.paloma.node.lane;

import org.jspecify.annotations.NullMarked;
