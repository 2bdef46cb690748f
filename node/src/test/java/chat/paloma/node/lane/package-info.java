@NullMarked
package chat.paloma.node.lane;

import org.jspecify.annotations.NullMarked;
