@NullMarked
package chat.paloma.core.engine.room;

import org.jspecify.annotations.NullMarked;
