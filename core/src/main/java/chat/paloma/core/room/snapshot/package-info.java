/**
 * Snapshots of rooms, signed by a member, for who joins later (docs/room.md, <i>Snapshots</i>).
 *
 * <p>It makes, reads and checks them. It is not responsible for uploading or encrypting them, nor for deciding whom to
 * believe.
 */
@NullMarked
package chat.paloma.core.room.snapshot;

import org.jspecify.annotations.NullMarked;
