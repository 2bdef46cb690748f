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
