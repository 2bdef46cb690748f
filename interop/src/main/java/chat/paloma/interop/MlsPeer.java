package chat.paloma.interop;

import chat.paloma.core.codec.ByteString;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One member of at most one group. Everything that travels is an encoded MLSMessage (RFC 9420 section 6).
 *
 * <p>Its own commits take effect at once: nobody else commits in the same epoch here.
 */
public interface MlsPeer {
    /** A fresh key package, which the next {@link #join} uses. */
    byte[] keyPackage() throws PeerException;

    void create(byte[] groupId) throws PeerException;

    /** Joins with the last key package. The Welcome has the tree in it. */
    void join(byte[] welcome) throws PeerException;

    /**
     * Joins by an external commit, and returns it.
     *
     * @param groupInfo with the tree and the external public key
     */
    byte[] joinExternally(byte[] groupInfo) throws PeerException;

    /** What somebody outside needs to join: with the tree and the external public key. */
    byte[] groupInfo() throws PeerException;

    /** Proposes a fresh leaf for itself. */
    byte[] proposeUpdate() throws PeerException;

    byte[] proposeAdd(byte[] keyPackage) throws PeerException;

    byte[] proposeRemove(int leaf) throws PeerException;

    /** Commits every proposal of this epoch that it has seen, and {@code changes}. */
    Committed commit(Changes changes) throws PeerException;

    /** Takes in a proposal or a commit of somebody else. */
    void process(byte[] message) throws PeerException;

    byte[] encrypt(byte[] data) throws PeerException;

    byte[] decrypt(byte[] message) throws PeerException;

    /** Tells it an external pre-shared key. */
    void addPreSharedKey(byte[] id, byte[] secret) throws PeerException;

    long epoch() throws PeerException;

    byte[] epochAuthenticator() throws PeerException;

    byte[] exportSecret(String label, byte[] context, int length) throws PeerException;

    /** The length of all that it would have to store, in bytes, where the implementation can store a group at all. */
    OptionalLong stateLength() throws PeerException;

    /** The index of its leaf. */
    int leaf() throws PeerException;

    /**
     * Proposals that travel inside a commit.
     *
     * @param adds key packages
     * @param removes leaf indexes
     * @param preSharedKeys ids of external pre-shared keys
     * @param path whether to bring fresh keys although only somebody is added; ts-mls has no such choice and never does
     */
    record Changes(List<byte[]> adds, List<Integer> removes, List<byte[]> preSharedKeys, boolean path) {
        /** Nothing but what was proposed before. Without that, the commit has a path and nothing else. */
        public static final Changes NONE = new Changes(List.of(), List.of(), List.of(), false);

        public static Changes add(byte[] keyPackage) {
            return new Changes(List.of(keyPackage), List.of(), List.of(), false);
        }

        public static Changes addWithPath(byte[] keyPackage) {
            return new Changes(List.of(keyPackage), List.of(), List.of(), true);
        }

        public static Changes remove(int leaf) {
            return new Changes(List.of(), List.of(leaf), List.of(), false);
        }

        public static Changes preSharedKey(byte[] id) {
            return new Changes(List.of(), List.of(), List.of(id), false);
        }
    }

    /** A commit, and the Welcome for those whom it adds. */
    record Committed(ByteString commit, Optional<ByteString> welcome) {}
}
