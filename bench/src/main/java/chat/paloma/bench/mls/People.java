package chat.paloma.bench.mls;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SignatureKeyPair;
import chat.paloma.core.mls.CipherSuiteId;
import chat.paloma.core.mls.ProtocolVersion;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.keypackage.KeyPackageBundle;
import chat.paloma.core.mls.tree.Capabilities;
import chat.paloma.core.mls.tree.Credential;
import chat.paloma.core.mls.tree.CredentialType;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.Lifetime;
import java.util.List;

/** Key packages of people who do not exist. */
final class People {
    private static final long DAY = 24 * 3600;

    private People() {}

    static KeyPackageBundle keyPackage(MlsCrypto crypto, SignatureKeyPair keys, String name, RandomSource random)
            throws CryptoException {
        long now = System.currentTimeMillis() / 1000;
        Capabilities capabilities = new Capabilities(
                List.of(ProtocolVersion.MLS_1_0),
                List.of(CipherSuiteId.of(crypto.suite())),
                List.of(),
                List.of(),
                List.of(CredentialType.BASIC, CredentialType.X509));
        KeyPackageBundle.Description description = new KeyPackageBundle.Description(
                new Credential.Basic(ByteString.utf8(name)),
                capabilities,
                new Lifetime(now - DAY, now + 28 * DAY),
                ExtensionList.EMPTY,
                ExtensionList.EMPTY);
        return KeyPackageBundle.generate(crypto, keys, description, random);
    }
}
