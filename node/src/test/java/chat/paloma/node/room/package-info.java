@NullMarked
package chat.paloma.node.room;

import org.jspecify.annotations.NullMarked;
