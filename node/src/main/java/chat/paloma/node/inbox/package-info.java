/** The lanes of single devices: Welcomes, invitations, and what else is for one device alone. */
@NullMarked
package chat.paloma.node.inbox;

import org.jspecify.annotations.NullMarked;
