/** Committed records between nodes by way of Apache Kafka. */
@NullMarked
package chat.paloma.node.bus.kafka;

import org.jspecify.annotations.NullMarked;
