package chat.paloma.interop.paloma;

import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.interop.HandshakeFraming;
import chat.paloma.interop.MlsImplementation;
import chat.paloma.interop.MlsPeer;
import chat.paloma.jvm.JdkCrypto;
import java.lang.management.ManagementFactory;

/** The core, with the cryptography that it has on the JVM. */
public final class Paloma implements MlsImplementation {
    private final JdkCrypto crypto = new JdkCrypto();

    @Override
    public String name() {
        return "Paloma";
    }

    @Override
    public boolean supports(CipherSuite suite) {
        return true;
    }

    @Override
    public boolean choosesPath() {
        return true;
    }

    @Override
    public MlsPeer newPeer(CipherSuite suite, String identity, HandshakeFraming framing) {
        return new PalomaPeer(new MlsCrypto(suite, crypto), identity, framing);
    }

    @Override
    public long cpuNanoseconds() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    @Override
    public void close() {}
}
