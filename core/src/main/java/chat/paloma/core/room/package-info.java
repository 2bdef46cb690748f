/**
 * The room: a CRDT over a hash-linked DAG of operations (docs/room.md).
 *
 * <p>Whoever was given the same operations with the same accept times has the same room, in whatever order they came.
 * It is not responsible for decrypting, for checking that the MLS sender is the author, or for storing what it writes.
 */
@NullMarked
package chat.paloma.core.room;

import org.jspecify.annotations.NullMarked;
