/**
 * How a member gives the tree new keys, and how the others get them (RFC 9420 sections 7.4 to 7.6).
 *
 * <p>A committer makes a {@link chat.paloma.core.mls.treekem.NewPath} and encrypts it as an {@link
 * chat.paloma.core.mls.treekem.UpdatePath}. A recipient merges that into its tree, which gives a {@link
 * chat.paloma.core.mls.treekem.MergedPath}, and opens it with its {@link chat.paloma.core.mls.treekem.TreePrivateKeys}.
 * Somebody outside the group merges and stops there.
 *
 * <p>This layer knows no epoch: the group context comes encoded, and the commit secret goes out.
 */
@NullMarked
package chat.paloma.core.mls.treekem;

import org.jspecify.annotations.NullMarked;
