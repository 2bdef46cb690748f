/**
 * What a room keeps, as values under keys that somebody else stores (docs/decisions/room-state.md).
 *
 * <p>The port {@link chat.paloma.core.room.store.RoomStore}, changes that are collected until they are stored together,
 * and an ordered set of keys in pages. It is not responsible for what keys and values mean, nor for encrypting them.
 */
@NullMarked
package chat.paloma.core.room.store;

import org.jspecify.annotations.NullMarked;
