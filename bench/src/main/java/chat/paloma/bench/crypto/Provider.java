package chat.paloma.bench.crypto;

import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import chat.paloma.jvm.JdkCrypto;

/** The providers of the JVM. */
public enum Provider {
    JDK("JVM, JDK + Bouncy Castle", new JdkCrypto()),
    BOUNCY_CASTLE("JVM, Bouncy Castle", new BouncyCastleCrypto());

    private final String subject;
    private final CryptoProvider crypto;

    Provider(String subject, CryptoProvider crypto) {
        this.subject = subject;
        this.crypto = crypto;
    }

    String subject() {
        return subject;
    }

    CryptoProvider crypto() {
        return crypto;
    }
}
