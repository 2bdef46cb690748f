package chat.paloma.core.crypto;

/** A private key with its public key. */
public record HpkeKeyPair(HpkePrivateKey privateKey, HpkePublicKey publicKey) {}
