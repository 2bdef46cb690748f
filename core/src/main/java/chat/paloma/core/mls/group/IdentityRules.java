package chat.paloma.core.mls.group;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.mls.tree.LeafNode;

/** How an application tells clients apart, where RFC 9420 leaves it to the application (sections 5.3.1 and 12.2). */
public interface IdentityRules {
    /** A client is its credential, and keeps it. */
    IdentityRules BY_CREDENTIAL = new IdentityRules() {
        @Override
        public ByteString clientOf(LeafNode leaf) {
            return ByteString.adopt(leaf.credential().encoded());
        }

        @Override
        public boolean maySucceed(LeafNode former, LeafNode successor) {
            return former.credential().equals(successor.credential());
        }
    };

    /** A client is its signature key, and may change its credential as the credential's validator allows. */
    IdentityRules BY_SIGNATURE_KEY = new IdentityRules() {
        @Override
        public ByteString clientOf(LeafNode leaf) {
            return leaf.signatureKey().bytes();
        }

        @Override
        public boolean maySucceed(LeafNode former, LeafNode successor) {
            return true;
        }
    };

    /** What is the same for two leaves exactly when they are of one client, which is in a group once at most. */
    ByteString clientOf(LeafNode leaf);

    /** Whether a member may replace its leaf {@code former} with {@code successor}. */
    boolean maySucceed(LeafNode former, LeafNode successor);
}
