package chat.paloma.interop;

import chat.paloma.core.mls.CipherSuite;

/** An implementation of MLS that runs here or in another process. */
public interface MlsImplementation extends AutoCloseable {
    /** The name in the names of tests. */
    String name();

    /** Whether it has the cipher suite. */
    boolean supports(CipherSuite suite);

    /** Whether a commit that only adds can bring fresh keys ({@link MlsPeer.Changes#path}); if not, it never does. */
    boolean choosesPath();

    /**
     * Somebody who is in no group yet, and has a signature key.
     *
     * @param identity of the basic credential
     */
    MlsPeer newPeer(CipherSuite suite, String identity, HandshakeFraming framing) throws PeerException;

    /**
     * The CPU time spent on its members so far. In this process, that of the calling thread; in another one, that of all
     * its threads while it worked on requests, without reading and writing them.
     */
    long cpuNanoseconds() throws PeerException;

    @Override
    void close();
}
