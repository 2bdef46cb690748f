/**
 * Who is in a room and may do what: the policy in a room's groups, and the rules by which members and node judge every
 * commit, each from its group's state and its own bytes. {@code docs/protocol.md}, <i>The policy of a room</i>.
 *
 * <p>It is not responsible for whether a leaf's certificate verifies: see {@code AccountRecord}.
 */
@NullMarked
package chat.paloma.core.membership;

import org.jspecify.annotations.NullMarked;
