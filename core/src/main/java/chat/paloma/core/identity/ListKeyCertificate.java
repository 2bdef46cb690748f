package chat.paloma.core.identity;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.SignaturePublicKey;

/**
 * The root key's word that an account's list of devices is signed with this list key. Of two generations the higher one
 * counts.
 *
 * @param generation unsigned 32 bits, from 1
 * @param rootKey of ML-DSA-65
 * @param listKey of ML-DSA-65
 * @param signature of the root key; that there is one says nothing about it, see {@link #verify}
 */
public record ListKeyCertificate(
        AccountId account,
        long generation,
        SignaturePublicKey rootKey,
        SignaturePublicKey listKey,
        ByteString signature)
        implements TlsEncodable {
    static final String LABEL = "list key";

    public ListKeyCertificate {
        Lengths.requireGeneration(generation);
        Lengths.requireKey(AccountSignatures.ALGORITHM, rootKey);
        Lengths.requireKey(AccountSignatures.ALGORITHM, listKey);
        AccountSignatures.requireLength(signature);
    }

    /**
     * Checks that the account is that of the root key and that the root key signed.
     *
     * @throws IdentityException when it is not so
     */
    public void verify(CryptoProvider crypto) throws IdentityException {
        IdentityException.require(
                account.equals(AccountId.of(crypto, rootKey)), IdentityException.Reason.ROOT_KEY_OF_ANOTHER_ACCOUNT);
        IdentityException.require(
                AccountSignatures.verify(
                        crypto, rootKey, LABEL, toBeSigned(account, generation, rootKey, listKey), signature),
                IdentityException.Reason.CERTIFICATE_SIGNATURE);
    }

    static TlsEncodable toBeSigned(
            AccountId account, long generation, SignaturePublicKey rootKey, SignaturePublicKey listKey) {
        return out -> out.writeUint16(1)
                .write(account)
                .writeUint32(generation)
                .write(rootKey)
                .write(listKey);
    }

    @Override
    public void encode(TlsWriter out) {
        out.write(toBeSigned(account, generation, rootKey, listKey)).write(signature);
    }

    public static ListKeyCertificate decode(TlsReader in) throws DecodeException {
        Lengths.decodeFormat(in);
        return new ListKeyCertificate(
                AccountId.decode(in),
                Lengths.decodeGeneration(in),
                Lengths.decodeKey(AccountSignatures.ALGORITHM, in),
                Lengths.decodeKey(AccountSignatures.ALGORITHM, in),
                AccountSignatures.decode(in));
    }
}
