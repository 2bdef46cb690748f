@NullMarked
package chat.paloma.node.telemetry;

import org.jspecify.annotations.NullMarked;
