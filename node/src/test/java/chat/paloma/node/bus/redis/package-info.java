@NullMarked
package chat.paloma.node.bus.redis;

import org.jspecify.annotations.NullMarked;
