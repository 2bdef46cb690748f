package chat.paloma.core.mls.treekem;

import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.HpkeKeyPair;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.mls.crypto.MlsCrypto;
import java.util.ArrayList;
import java.util.List;

/**
 * A chain of path secrets from one node of a filtered direct path up to the root, with the key pairs that come of it and
 * the commit secret behind its end (RFC 9420 sections 7.4 and 12.4.1). Node secrets die as soon as they are used.
 */
final class PathSecrets {
    private final List<SecretBytes> secrets;
    private final List<HpkeKeyPair> keyPairs;
    private final SecretBytes commitSecret;

    private PathSecrets(List<SecretBytes> secrets, List<HpkeKeyPair> keyPairs, SecretBytes commitSecret) {
        this.secrets = secrets;
        this.keyPairs = keyPairs;
        this.commitSecret = commitSecret;
    }

    /**
     * Derives the chain.
     *
     * @param first the path secret of the lowest node, which belongs to the chain from now on; without any node it is
     *     the commit secret itself
     */
    static PathSecrets derive(MlsCrypto crypto, SecretBytes first, int nodes) throws CryptoException {
        List<SecretBytes> secrets = new ArrayList<>();
        List<HpkeKeyPair> keyPairs = new ArrayList<>();
        SecretBytes next = first;
        for (int i = 0; i < nodes; i++) {
            SecretBytes nodeSecret = crypto.deriveSecret(next, "node");
            try {
                keyPairs.add(crypto.deriveHpkeKeyPair(nodeSecret));
            } catch (CryptoException e) {
                new PathSecrets(secrets, keyPairs, next).erase();
                throw e;
            } finally {
                nodeSecret.erase();
            }
            secrets.add(next);
            next = crypto.deriveSecret(next, "path");
        }
        return new PathSecrets(secrets, keyPairs, next);
    }

    SecretBytes secret(int node) {
        return secrets.get(node);
    }

    /** From below, as the nodes. */
    List<HpkeKeyPair> keyPairs() {
        return keyPairs;
    }

    SecretBytes commitSecret() {
        return commitSecret;
    }

    /** Overwrites the path secrets, once the keys are derived and nobody needs them any more. */
    void erasePathSecrets() {
        secrets.forEach(SecretBytes::erase);
    }

    /** Overwrites everything, when the keys turn out to be wrong. */
    void erase() {
        erasePathSecrets();
        keyPairs.forEach(pair -> pair.privateKey().erase());
        commitSecret.erase();
    }
}
