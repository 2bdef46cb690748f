package chat.paloma.core.architecture.violations.crypto.bouncycastle;

import java.security.MessageDigest;
import java.security.Provider.Service;
import javax.crypto.Cipher;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.pqc.jcajce.provider.BouncyCastlePQCProvider;

/** A crypto provider that uses more than Bouncy Castle's lightweight API. */
public abstract class Provider {
    abstract MessageDigest messageDigest();

    abstract Cipher cipher();

    abstract Service service();

    abstract BouncyCastleProvider jcaProvider();

    abstract BouncyCastlePQCProvider[] postQuantumJcaProvider();
}
