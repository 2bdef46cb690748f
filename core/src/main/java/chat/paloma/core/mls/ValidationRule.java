package chat.paloma.core.mls;

/**
 * Every rule by which MLS refuses input, numbered. An id never changes its meaning and is never given again, so that a
 * log line of today can be looked up later; {@code docs/mls.md} says which class enforces a rule and which test breaks
 * it.
 */
public enum ValidationRule {
    // What holds for everything
    WELL_FORMED("GEN-1", "2.1", "the bytes are one canonical encoding, within the limits"),
    VALID_PUBLIC_KEY("GEN-2", "5.1.1", "a public key is a key of the suite's algorithm"),

    // Framing
    FRAME_GROUP("FRAME-1", "6", "a message names this group"),
    FRAME_EPOCH("FRAME-2", "6", "a handshake message is of this epoch, an application message of one that is kept"),
    FRAME_SENDER("FRAME-3", "6.1", "the sender is a member, or somebody outside whom the group lets speak"),
    FRAME_CONTENT_TYPE("FRAME-4", "6.1", "the sender may send this type of content"),
    APPLICATION_ENCRYPTED("FRAME-5", "6", "application data travels encrypted"),
    MEMBERSHIP_TAG("FRAME-6", "6.2", "the membership tag verifies"),
    FRAME_SIGNATURE("FRAME-7", "6.1", "the signature verifies with the sender's key"),
    SENDER_DATA_DECRYPTION("FRAME-8", "6.3.2", "the sender data decrypts"),
    CONTENT_DECRYPTION("FRAME-9", "6.3.1", "the content decrypts with the key that the sender data names"),
    ZERO_PADDING("FRAME-10", "6.3.1", "padding is all zeros"),
    OWN_MESSAGE("FRAME-11", "9.1", "an encrypted message is not one's own, whose key is gone"),
    GENERATION_UNUSED("FRAME-12", "9.2", "a message key is used once and kept for a while only"),
    GENERATION_GAP("FRAME-13", "9.1", "a generation lies within the limit ahead of the last one seen"),
    EXPECTED_MESSAGE("FRAME-14", "6", "the message is of the kind that is asked for"),

    // Proposals and lists of them
    PROPOSAL_KNOWN("PROP-1", "12.4", "a proposal that a commit refers to was received in this epoch"),
    PROPOSAL_UPDATE_SENDER("PROP-2", "12.1.2", "only a member proposes to update, and only its own leaf"),
    PROPOSAL_REMOVE_TARGET("PROP-3", "12.1.3", "a Remove names a member"),
    PROPOSAL_PSK_NONCE("PROP-4", "12.1.4", "the nonce of a pre-shared key has the length of a hash"),
    PROPOSAL_PSK_USAGE("PROP-5", "12.1.4", "resumption PSKs for reinit or branch appear only there"),
    PROPOSAL_REINIT_VERSION("PROP-6", "12.1.5", "a ReInit does not go back to an older version"),
    PROPOSAL_OUTSIDE_TYPE("PROP-7", "12.1.8", "somebody outside sends only the types that are allowed there"),
    LIST_COMMITTER_UPDATE("PROP-8", "12.2", "a commit does not cover an Update of the committer"),
    LIST_COMMITTER_REMOVE("PROP-9", "12.2", "a commit does not remove the committer"),
    LIST_ONE_CHANGE_PER_LEAF("PROP-10", "12.2", "at most one Update or Remove applies to one leaf"),
    LIST_ADD_TWICE("PROP-11", "12.2", "no client is added twice, or while it is a member"),
    LIST_PSK_TWICE("PROP-12", "12.2", "no pre-shared key is used twice in one commit"),
    LIST_ONE_EXTENSIONS("PROP-13", "12.2", "at most one GroupContextExtensions"),
    LIST_REINIT_ALONE("PROP-14", "12.2", "a ReInit stands alone"),
    LIST_EXTERNAL_INIT("PROP-15", "12.2", "ExternalInit appears in external commits only"),
    LIST_SUPPORTED_TYPES("PROP-16", "12.2", "all members who stay support a custom proposal's type"),
    LIST_LIMIT("PROP-17", "-", "proposals, adds and pre-shared keys are within the limits of count and length"),
    EXTERNAL_LIST_INIT("PROP-18", "12.2", "an external commit has exactly one ExternalInit"),
    EXTERNAL_LIST_REMOVE("PROP-19", "12.2", "an external commit removes at most the joiner's former self"),
    EXTERNAL_LIST_TYPES("PROP-20", "12.2", "an external commit has no other proposals than these and PreSharedKey"),
    EXTERNAL_LIST_BY_VALUE("PROP-21", "12.4.3.2", "an external commit refers to no proposals"),
    EXTENSIONS_WELL_FORMED("PROP-22", "12.1.7", "the group extensions that MLS defines are well-formed"),
    EXTERNAL_SENDER_CREDENTIAL("PROP-23", "5.3.1", "the credential of an external sender is valid for its key"),

    // Commits
    COMMIT_PATH_REQUIRED("COMMIT-1", "12.4", "a commit has a path where its proposals require one"),
    COMMIT_CONFIRMATION_TAG("COMMIT-2", "12.4.2", "the confirmation tag verifies"),
    COMMIT_PSK_AVAILABLE("COMMIT-3", "12.4.2", "the pre-shared keys are at hand"),
    COMMIT_EXTERNAL_INIT("COMMIT-4", "8.3", "the init secret of an external commit can be derived"),
    COMMIT_POLICY("COMMIT-5", "12.2", "the application's policy allows the commit"),
    COMMIT_SUCCESSOR("COMMIT-6", "12.2", "a leaf that replaces another presents an acceptable identity"),
    COMMIT_NOT_ENDED("COMMIT-7", "12.4.2", "a group that was re-initialised takes no more messages"),
    COMMIT_OWN("COMMIT-8", "14", "a commit of one's own is the one that is pending"),

    // Joining
    WELCOME_RECIPIENT("JOIN-1", "12.4.3.1", "the Welcome is for this key package"),
    WELCOME_SUITE("JOIN-2", "12.4.3.1", "the Welcome, the group and the key package have one cipher suite"),
    WELCOME_SECRETS("JOIN-3", "12.4.3.1", "the group secrets decrypt"),
    WELCOME_GROUP_INFO("JOIN-4", "12.4.3.1", "the GroupInfo decrypts"),
    GROUP_INFO_SIGNATURE("JOIN-5", "12.4.3.1", "the GroupInfo is signed by the member that it names"),
    GROUP_INFO_CONFIRMATION("JOIN-6", "12.4.3.1", "the confirmation tag of the GroupInfo verifies"),
    JOIN_TREE_PRESENT("JOIN-7", "12.4.3.1", "the ratchet tree is there, inline or apart"),
    JOIN_OWN_LEAF("JOIN-8", "12.4.3.1", "the tree has the joiner's leaf"),
    JOIN_EXTENSIONS("JOIN-9", "13.4", "the joiner supports all extensions of the group"),
    JOIN_UNIQUE_GROUP("JOIN-10", "12.4.3.1", "the joiner is in no group of this id"),
    JOIN_PSK_AVAILABLE("JOIN-11", "12.4.3.1", "the pre-shared keys of the Welcome are at hand"),
    JOIN_ONE_RESUMPTION("JOIN-12", "12.4.3.1", "at most one pre-shared key is for reinit or branch"),
    JOIN_FIRST_EPOCH("JOIN-13", "12.4.3.1", "a group that replaces or branches another is in epoch 1"),
    JOIN_REINIT("JOIN-14", "11.2", "a group that replaces another is what its ReInit said, with all its members"),
    JOIN_BRANCH("JOIN-15", "11.3", "a branch has the suite of its group and no other members"),
    JOIN_EXTERNAL_PUB("JOIN-16", "12.4.3.2", "a GroupInfo for external commits has an external public key"),
    JOIN_CONTEXT("JOIN-17", "12.4.3", "a GroupInfo is of the group and epoch that are followed"),

    // Leaf nodes
    LEAF_CREDENTIAL("LEAF-1", "7.3", "the credential is valid for the signature key"),
    LEAF_SIGNATURE("LEAF-2", "7.3", "the signature of a leaf verifies with its own key and in its own place"),
    LEAF_REQUIRED_CAPABILITIES("LEAF-3", "7.3", "a leaf supports the group's required capabilities"),
    LEAF_CREDENTIAL_TYPES("LEAF-4", "7.3", "every member supports every credential type in use"),
    LEAF_LIFETIME("LEAF-5", "7.3", "the time lies within the lifetime"),
    LEAF_LIFETIME_LENGTH("LEAF-6", "7.2", "the lifetime is not longer than the application allows"),
    LEAF_EXTENSIONS("LEAF-7", "7.3", "a leaf supports the types of its own extensions"),
    LEAF_OWN_CREDENTIAL_TYPE("LEAF-8", "7.2", "a leaf supports the type of its own credential"),
    LEAF_SOURCE("LEAF-9", "7.3", "the source of a leaf fits the place where it appears"),
    LEAF_FRESH_KEY("LEAF-10", "7.3", "an update changes the encryption key"),
    LEAF_UNIQUE_SIGNATURE_KEY("LEAF-11", "7.3", "no two members have one signature key"),
    LEAF_UNIQUE_ENCRYPTION_KEY("LEAF-12", "7.3", "no two members have one encryption key"),
    LEAF_GROUP_EXTENSIONS("LEAF-13", "13.4", "a leaf supports every extension of the group context"),

    // Key packages
    KEY_PACKAGE_VERSION("KP-1", "10.1", "the protocol version is the group's"),
    KEY_PACKAGE_SUITE("KP-2", "10.1", "the cipher suite is the group's"),
    KEY_PACKAGE_SIGNATURE("KP-3", "10.1", "the signature verifies with the leaf's key"),
    KEY_PACKAGE_INIT_KEY("KP-4", "10.1", "the init key is not the leaf's encryption key"),

    // The ratchet tree
    TREE_HASH("TREE-1", "12.4.3.1", "the tree has the tree hash that was signed"),
    TREE_PARENT_HASH("TREE-2", "7.9.2", "every parent node is chained to a leaf by parent hashes"),
    TREE_UNMERGED_LEAF("TREE-3", "12.4.3.1", "an unmerged leaf is a member below its parent node"),
    TREE_UNMERGED_BETWEEN("TREE-4", "12.4.3.1", "the parent nodes between know the unmerged leaf too"),
    TREE_UNIQUE_KEYS("TREE-5", "12.4.3.1", "no encryption key appears in two nodes"),
    TREE_LEAF_INDEX("TREE-6", "7.8", "a leaf index names a member"),
    TREE_FULL("TREE-7", "7.7", "the tree has no more leaves than the limit"),

    // Update paths
    PATH_LENGTH("PATH-1", "7.6", "an update path has one node for each node of the filtered direct path"),
    PATH_CIPHERTEXTS("PATH-2", "7.6", "a path secret is encrypted once to each node of the copath's resolution"),
    PATH_PARENT_HASH("PATH-3", "7.9.2", "the leaf has the parent hash of the path above it"),
    PATH_FRESH_KEYS("PATH-4", "12.4.2", "no key of an update path appears in the tree already"),
    PATH_DECRYPTION("PATH-5", "7.5", "the path secret opens with a key of the recipient"),
    PATH_PUBLIC_KEYS("PATH-6", "7.5", "the keys derived from a path secret are those in the path"),
    WELCOME_PATH_SECRET("PATH-7", "12.4.3.1", "the keys derived from a Welcome's path secret are those in the tree");

    private final String id;
    private final String section;
    private final String statement;

    ValidationRule(String id, String section, String statement) {
        this.id = id;
        this.section = section;
        this.statement = statement;
    }

    /** The stable number, such as {@code LEAF-2}. */
    public String id() {
        return id;
    }

    /** The section of RFC 9420 where the rule stands. */
    public String section() {
        return section;
    }

    /** What holds when the rule is kept. */
    public String statement() {
        return statement;
    }
}
