package chat.paloma.core.crypto;

/** A private key with its public key. */
public record SignatureKeyPair(SignaturePrivateKey privateKey, SignaturePublicKey publicKey) {}
