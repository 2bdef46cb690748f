package chat.paloma.core.mls.schedule;

import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.mls.crypto.MlsCrypto;

/**
 * The key schedule (RFC 9420 section 8).
 *
 * <p>Every step erases what it consumed, save what its comment says stays with the caller.
 */
public final class KeySchedule {
    private final MlsCrypto crypto;

    public KeySchedule(MlsCrypto crypto) {
        this.crypto = crypto;
    }

    /** {@code joiner_secret}. The commit secret is erased; the init secret stays until the commit is accepted. */
    public SecretBytes joinerSecret(SecretBytes initSecret, SecretBytes commitSecret, GroupContext context) {
        SecretBytes extracted = crypto.extract(initSecret, commitSecret);
        commitSecret.erase();
        SecretBytes joiner = crypto.expandWithLabel(extracted, "joiner", context.encoded(), crypto.hashLength());
        extracted.erase();
        return joiner;
    }

    /** What the joiner secret and the pre-shared keys give together. Both stay with the caller. */
    public MemberSecret memberSecret(SecretBytes joinerSecret, SecretBytes pskSecret) {
        return new MemberSecret(crypto.extract(joinerSecret, pskSecret));
    }

    /** All zeros, in the place of a commit secret or a psk secret that a commit does not have. */
    public SecretBytes zeroSecret() {
        return SecretBytes.zeros(crypto.hashLength());
    }

    /** The first epoch of a group from its random epoch secret, which is erased (section 11). */
    public EpochSecrets firstEpoch(SecretBytes epochSecret) {
        return EpochSecrets.derive(crypto, epochSecret);
    }

    /** The secret between joiner secret and epoch secret. It gives the Welcome's key, and then, once, the epoch. */
    public final class MemberSecret {
        private final SecretBytes secret;

        private MemberSecret(SecretBytes secret) {
            this.secret = secret;
        }

        /** {@code welcome_key} and {@code welcome_nonce} (section 12.4.3.1). */
        public WelcomeKey welcomeKey() {
            SecretBytes welcome = crypto.deriveSecret(secret, "welcome");
            SecretBytes key = crypto.expandWithLabel(welcome, "key", new byte[0], crypto.aeadKeyLength());
            SecretBytes nonce = crypto.expandWithLabel(welcome, "nonce", new byte[0], crypto.aeadNonceLength());
            welcome.erase();
            return new WelcomeKey(key, nonce);
        }

        /** {@code welcome_secret} itself, as the published vectors name it. */
        public SecretBytes welcomeSecret() {
            return crypto.deriveSecret(secret, "welcome");
        }

        /** The secrets of the epoch that {@code context} describes. This secret is erased. */
        public EpochSecrets epoch(GroupContext context) {
            SecretBytes epoch = crypto.expandWithLabel(secret, "epoch", context.encoded(), crypto.hashLength());
            secret.erase();
            return EpochSecrets.derive(crypto, epoch);
        }

        public void erase() {
            secret.erase();
        }
    }

    /** What a Welcome's GroupInfo is encrypted with. */
    public record WelcomeKey(SecretBytes key, SecretBytes nonce) {
        public void erase() {
            key.erase();
            nonce.erase();
        }
    }
}
