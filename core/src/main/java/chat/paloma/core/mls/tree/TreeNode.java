package chat.paloma.core.mls.tree;

import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.crypto.HpkePublicKey;

/** What a node of the tree holds when it is not blank (RFC 9420 section 4.1.1). */
public sealed interface TreeNode extends TlsEncodable permits LeafNode, ParentNode {
    /** The key that reaches whoever stands at or below this node, unmerged leaves excepted. */
    HpkePublicKey encryptionKey();
}
