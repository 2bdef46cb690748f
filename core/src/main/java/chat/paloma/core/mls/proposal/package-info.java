/**
 * What changes a group (RFC 9420 section 12.1): the proposals, who may send them, and those that wait for a commit.
 *
 * <p>Here stands what a proposal is. Whether a list of them may be committed is judged in {@code group}, which has the
 * tree.
 */
@NullMarked
package chat.paloma.core.mls.proposal;

import org.jspecify.annotations.NullMarked;
