/** What nodes tell each other and count together by way of Redis. */
@NullMarked
package chat.paloma.node.bus.redis;

import org.jspecify.annotations.NullMarked;
