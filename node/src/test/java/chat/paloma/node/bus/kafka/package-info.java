@NullMarked
package chat.paloma.node.bus.kafka;

import org.jspecify.annotations.NullMarked;
