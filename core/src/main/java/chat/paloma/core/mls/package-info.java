/**
 * Messaging Layer Security (RFC 9420).
 *
 * <p>The rooms, from the ground up: {@code crypto} binds a cipher suite to the labelled operations of the protocol,
 * {@code tree} holds the ratchet tree and what stands in it, {@code keypackage} what a client publishes to be added,
 * {@code treekem} how a member gives the tree new keys. This package has what all of them share.
 *
 * <p>It is not responsible for who somebody is (a {@link chat.paloma.core.mls.tree.CredentialValidator} says), for the
 * time, for randomness or for keeping state: they are passed in and handed out.
 */
@NullMarked
package chat.paloma.core.mls;

import org.jspecify.annotations.NullMarked;
