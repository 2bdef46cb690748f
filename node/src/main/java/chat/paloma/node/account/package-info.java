/** Who there is: accounts with their devices, and invites for new ones. */
@NullMarked
package chat.paloma.node.account;

import org.jspecify.annotations.NullMarked;
