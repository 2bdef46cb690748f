package chat.paloma.node.account;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.identity.AuthenticationProof;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceEntry;
import chat.paloma.core.identity.DeviceKey;
import chat.paloma.core.identity.DeviceKeyAlgorithm;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.node.store.Database;
import chat.paloma.node.store.Refusal;
import java.util.Optional;

/**
 * Decides whether a device is who it says (docs/protocol.md, <i>Proof of possession</i>).
 *
 * <p>An unknown account, a removed one, a device that is not listed and a wrong signature get the same answer, after the
 * same work: where there is no key, the signature is checked against one that nobody has.
 */
public final class Authentication {
    private final Database database;
    private final CryptoProvider crypto;
    private final Directory directory;
    private final DeviceKey nobody;

    public Authentication(Database database, CryptoProvider crypto, Directory directory, RandomSource random) {
        this.database = database;
        this.crypto = crypto;
        this.directory = directory;
        this.nobody = new DeviceKey(
                DeviceKeyAlgorithm.ML_DSA_44,
                crypto.generateSignatureKeyPair(DeviceKeyAlgorithm.ML_DSA_44.signature(), random)
                        .publicKey());
    }

    /**
     * Checks a proof. Blocks.
     *
     * <p>The device may be revoked right behind this. Whoever keeps its connection notes it first where {@link
     * Accounts#onRevoked} finds it, and asks {@link Directory#isListed} then.
     *
     * @param proof made from the node's own view of the connection
     * @throws Refusal always {@code AUTHENTICATION_FAILED}
     */
    public Caller verify(AuthenticationProof proof, ByteString signature) {
        DeviceAddress device = proof.device();
        Optional<Long> key = database.read(handle -> DeviceTable.key(handle, device));
        Optional<DeviceKey> listed = directory
                .find(device.account())
                .flatMap(entry -> entry.record().find(device.device()))
                .map(DeviceEntry::authenticationKey);
        boolean signed = proof.isSignedWith(crypto, listed.orElse(nobody), signature);
        if (!signed || listed.isEmpty() || key.isEmpty()) {
            throw new Refusal(FailureCode.AUTHENTICATION_FAILED);
        }
        return new Caller(device, key.get());
    }
}
