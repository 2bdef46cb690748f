/**
 * The way to a node: one WebSocket with requests, answers and events, and the registration over HTTP. It knows frames and
 * proofs, and nothing of rooms or of what is stored.
 */
@NullMarked
package chat.paloma.client.transport;

import org.jspecify.annotations.NullMarked;
