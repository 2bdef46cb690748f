/** What an operator sees of a node: logs, metrics, traces. Never what people write. */
@NullMarked
package chat.paloma.node.telemetry;

import org.jspecify.annotations.NullMarked;
