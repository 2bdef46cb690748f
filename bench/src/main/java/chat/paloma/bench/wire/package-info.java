/** Lean clients of what servers speak: WebSocket and XMPP, as much of each as a load generator needs. */
@NullMarked
package chat.paloma.bench.wire;

import org.jspecify.annotations.NullMarked;
