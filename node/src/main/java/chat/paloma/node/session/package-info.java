/**
 * The connections of devices: the handshake, requests one after the other, and what is sent to them. Who may do what is
 * decided by the parts that do it.
 */
@NullMarked
package chat.paloma.node.session;

import org.jspecify.annotations.NullMarked;
