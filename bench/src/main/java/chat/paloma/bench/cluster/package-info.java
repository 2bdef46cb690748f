/** Several nodes on PostgreSQL, Kafka and Redis, beside one on its own. */
@NullMarked
package chat.paloma.bench.cluster;

import org.jspecify.annotations.NullMarked;
