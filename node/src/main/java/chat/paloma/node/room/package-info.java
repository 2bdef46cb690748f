/**
 * Rooms on the node: it follows their MLS groups from outside, accepts one commit for each epoch, and derives from the
 * group who may read and append.
 */
@NullMarked
package chat.paloma.node.room;

import org.jspecify.annotations.NullMarked;
