/**
 * The ratchet tree and what stands in its nodes (RFC 9420 sections 5.3, 7 and appendix C).
 *
 * <p>Everything here is public: who is a member and which keys may be encrypted to. Private keys and path secrets are
 * the business of {@code treekem}. Trees are immutable; a changed tree shares what is unchanged.
 */
@NullMarked
package chat.paloma.core.mls.tree;

import org.jspecify.annotations.NullMarked;
