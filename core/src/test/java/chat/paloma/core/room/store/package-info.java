/** The ordered set of keys, and changes that are stored together. */
@NullMarked
package chat.paloma.core.room.store;

import org.jspecify.annotations.NullMarked;
