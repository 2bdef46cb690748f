package chat.paloma.core.mls.group;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.crypto.SignaturePrivateKey;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.schedule.EpochSecrets;
import chat.paloma.core.mls.secrettree.SecretTree;
import chat.paloma.core.mls.treekem.TreePrivateKeys;

/** All that a member has of one epoch and others have not. One owner; erased when the epoch is over. */
record MemberSecrets(
        EpochSecrets epoch, SecretTree messages, TreePrivateKeys treeKeys, SignaturePrivateKey signatureKey) {
    private static final int MAX_KEY = 256;

    /** The secrets of an epoch that begins. The encryption secret moves into the secret tree. */
    static MemberSecrets of(
            MlsCrypto crypto,
            EpochSecrets epoch,
            int treeWidth,
            TreePrivateKeys treeKeys,
            SignaturePrivateKey signatureKey) {
        return new MemberSecrets(
                epoch, new SecretTree(crypto, epoch.takeEncryptionSecret(), treeWidth), treeKeys, signatureKey);
    }

    /** Overwrites everything that {@code other}, the epoch that goes on, does not share. */
    void eraseAllBut(MemberSecrets other) {
        epoch.erase();
        messages.erase();
        treeKeys.eraseKeysMissingFrom(other.treeKeys);
        if (signatureKey != other.signatureKey) {
            signatureKey.erase();
        }
    }

    /** Overwrites everything, of an epoch that never began. */
    void eraseWithSignatureKey() {
        erase();
        signatureKey.erase();
    }

    /** Overwrites everything but the signature key, which may serve other groups too. */
    void erase() {
        epoch.erase();
        messages.erase();
        treeKeys.erase();
    }

    void encodeState(TlsWriter out) {
        epoch.encodeState(out);
        messages.encodeState(out);
        out.write(treeKeys).writeOpaque(signatureKey.secret().dangerouslyExpose());
    }

    static MemberSecrets decodeState(MlsCrypto crypto, TlsReader in) throws DecodeException {
        return new MemberSecrets(
                EpochSecrets.decodeState(in),
                SecretTree.decodeState(crypto, in),
                TreePrivateKeys.decode(in),
                new SignaturePrivateKey(SecretBytes.adopt(in.readOpaque(MAX_KEY))));
    }
}
