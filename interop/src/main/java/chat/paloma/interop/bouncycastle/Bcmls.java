package chat.paloma.interop.bouncycastle;

import chat.paloma.core.mls.CipherSuite;
import chat.paloma.interop.HandshakeFraming;
import chat.paloma.interop.MlsImplementation;
import chat.paloma.interop.MlsPeer;
import chat.paloma.interop.PeerException;
import java.lang.management.ManagementFactory;
import org.bouncycastle.mls.crypto.MlsCipherSuite;

/** Bouncy Castle's MLS, with the suites of RFC 9420. Its suites are shared mutable objects: one thread at a time. */
public final class Bcmls implements MlsImplementation {
    @Override
    public String name() {
        return "bcmls";
    }

    @Override
    public boolean supports(CipherSuite suite) {
        return suite.standing() == CipherSuite.Standing.CONFORMANCE;
    }

    @Override
    public boolean choosesPath() {
        return true;
    }

    @Override
    public MlsPeer newPeer(CipherSuite suite, String identity, HandshakeFraming framing) throws PeerException {
        try {
            return new BcmlsPeer(
                    MlsCipherSuite.getSuite((short) suite.id()), identity, framing == HandshakeFraming.PRIVATE_MESSAGE);
        } catch (Exception e) {
            throw new PeerException("bcmls: " + e.getMessage(), e);
        }
    }

    @Override
    public long cpuNanoseconds() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    @Override
    public void close() {}
}
