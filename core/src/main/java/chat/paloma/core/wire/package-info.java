/**
 * The frames between a device and a node (docs/protocol.md, <i>The connection</i> and <i>Requests</i>).
 *
 * <p>Bytes and their bounds only: who may ask for what, and what the answer is, is the node's business.
 */
@NullMarked
package chat.paloma.core.wire;

import org.jspecify.annotations.NullMarked;
