/**
 * The keys of single messages (RFC 9420 section 9): the secret tree, the two ratchets of each member, sender data.
 *
 * <p>It hands out each key once and erases it with everything that it was derived from. It is not responsible for what
 * the keys encrypt, nor for deciding whether a message is authentic: {@link
 * chat.paloma.core.mls.secrettree.SecretTree.Candidate} leaves that to the caller.
 */
@NullMarked
package chat.paloma.core.mls.secrettree;

import org.jspecify.annotations.NullMarked;
