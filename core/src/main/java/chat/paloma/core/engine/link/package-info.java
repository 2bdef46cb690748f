/**
 * One connection to the node: proof of possession, requests with their answers, timers (docs/protocol.md, <i>The
 * connection</i>).
 *
 * <p>Everything in flight belongs to a connection and dies with it: whoever waits for an answer waits for nothing any
 * more when the connection ends, and begins anew from what is stored on the next one.
 */
@NullMarked
package chat.paloma.core.engine.link;

import org.jspecify.annotations.NullMarked;
