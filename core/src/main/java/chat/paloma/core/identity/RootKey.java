package chat.paloma.core.identity;

import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SignatureKeyPair;

/**
 * The key that an account is named after, of ML-DSA-65. All it does is certify list keys: it is needed when an account
 * begins, when a list key is rotated, and when an account is recovered, and lies sealed in between.
 */
public record RootKey(SignatureKeyPair keys) {
    public RootKey {
        Lengths.requireKey(AccountSignatures.ALGORITHM, keys.publicKey());
    }

    public static RootKey generate(CryptoProvider crypto, RandomSource random) {
        return new RootKey(crypto.generateSignatureKeyPair(AccountSignatures.ALGORITHM, random));
    }

    /** The account that has this root key. */
    public AccountId account(CryptoProvider crypto) {
        return AccountId.of(crypto, keys.publicKey());
    }

    /**
     * Makes a list key and certifies it.
     *
     * @param generation higher than any that this account had, unsigned 32 bits, from 1
     * @throws CryptoException when the root key's private half is none of ML-DSA-65
     */
    public ListKey newListKey(CryptoProvider crypto, long generation, RandomSource random) throws CryptoException {
        Lengths.requireGeneration(generation);
        SignatureKeyPair listKey = crypto.generateSignatureKeyPair(AccountSignatures.ALGORITHM, random);
        AccountId account = account(crypto);
        return new ListKey(
                new ListKeyCertificate(
                        account,
                        generation,
                        keys.publicKey(),
                        listKey.publicKey(),
                        AccountSignatures.sign(
                                crypto,
                                keys.privateKey(),
                                ListKeyCertificate.LABEL,
                                ListKeyCertificate.toBeSigned(
                                        account, generation, keys.publicKey(), listKey.publicKey()),
                                random)),
                listKey.privateKey());
    }

    /** Overwrites the private half. */
    public void erase() {
        keys.privateKey().erase();
    }
}
