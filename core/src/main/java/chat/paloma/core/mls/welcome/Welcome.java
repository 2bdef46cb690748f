package chat.paloma.core.mls.welcome;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.HpkePrivateKey;
import chat.paloma.core.crypto.HpkePublicKey;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.crypto.hpke.Hpke;
import chat.paloma.core.mls.CipherSuiteId;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.MlsLimits;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.crypto.HpkeCiphertext;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.keypackage.KeyPackageRef;
import chat.paloma.core.mls.schedule.KeySchedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The message that lets new members into a group (RFC 9420 section 12.4.3.1). */
public record Welcome(CipherSuiteId suite, List<EncryptedGroupSecrets> secrets, ByteString encryptedGroupInfo)
        implements TlsEncodable {
    private static final String LABEL = "Welcome";
    private static final byte[] NO_ASSOCIATED_DATA = new byte[0];

    public Welcome {
        secrets = List.copyOf(secrets);
    }

    /** The group secrets for one new member, encrypted to the init key of its key package. */
    public record EncryptedGroupSecrets(KeyPackageRef newMember, HpkeCiphertext ciphertext) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(newMember).write(ciphertext);
        }

        static EncryptedGroupSecrets decode(TlsReader in) throws DecodeException {
            return new EncryptedGroupSecrets(KeyPackageRef.decode(in), HpkeCiphertext.decode(in));
        }
    }

    /** Somebody to let in, with what only they are told. */
    public record NewMember(KeyPackageRef reference, HpkePublicKey initKey, GroupSecrets secrets) {}

    /** Encrypts the group's state for all, and the secrets for each. The key is erased; the secrets stay. */
    public static Welcome seal(
            MlsCrypto crypto,
            GroupInfo groupInfo,
            KeySchedule.WelcomeKey key,
            List<NewMember> members,
            RandomSource random)
            throws CryptoException {
        byte[] encryptedInfo =
                crypto.seal(key.key(), key.nonce().dangerouslyExpose(), NO_ASSOCIATED_DATA, groupInfo.encoded());
        key.erase();
        Hpke.HashedInfo info = crypto.encryptionInfo(LABEL, encryptedInfo);
        List<EncryptedGroupSecrets> encrypted = new ArrayList<>();
        for (NewMember member : members) {
            SecretBytes plaintext = member.secrets().toSecret();
            try {
                encrypted.add(new EncryptedGroupSecrets(
                        member.reference(), crypto.encrypt(member.initKey(), info, plaintext, random)));
            } finally {
                plaintext.erase();
            }
        }
        return new Welcome(CipherSuiteId.of(crypto.suite()), encrypted, ByteString.adopt(encryptedInfo));
    }

    /** The secrets for the key package of this name, when the Welcome has some. */
    public Optional<EncryptedGroupSecrets> secretsFor(KeyPackageRef reference) {
        return secrets.stream()
                .filter(each -> each.newMember().equals(reference))
                .findFirst();
    }

    public GroupSecrets openSecrets(MlsCrypto crypto, KeyPackageRef reference, HpkePrivateKey initKey)
            throws MlsException {
        EncryptedGroupSecrets mine = secretsFor(reference)
                .orElseThrow(() ->
                        new MlsException(ValidationRule.WELCOME_RECIPIENT, "the Welcome is not for this key package"));
        try {
            return GroupSecrets.parse(
                    crypto.decryptWithLabel(initKey, LABEL, encryptedGroupInfo.toByteArray(), mine.ciphertext()));
        } catch (CryptoException e) {
            throw new MlsException(ValidationRule.WELCOME_SECRETS, "the group secrets do not decrypt");
        }
    }

    /** Decrypts the group's state, whose signature is still unchecked. The key is erased. */
    public GroupInfo openGroupInfo(MlsCrypto crypto, KeySchedule.WelcomeKey key) throws MlsException {
        Decoder<GroupInfo> decoder = GroupInfo::decode;
        try {
            return decoder.decodeAll(crypto.open(
                    key.key(), key.nonce().dangerouslyExpose(), NO_ASSOCIATED_DATA, encryptedGroupInfo.toByteArray()));
        } catch (CryptoException e) {
            throw new MlsException(ValidationRule.WELCOME_GROUP_INFO, "the GroupInfo does not decrypt");
        } catch (DecodeException e) {
            throw MlsException.malformed(e);
        } finally {
            key.erase();
        }
    }

    @Override
    public void encode(TlsWriter out) {
        out.write(suite).writeList(secrets).write(encryptedGroupInfo);
    }

    public static Welcome decode(TlsReader in) throws DecodeException {
        return new Welcome(
                CipherSuiteId.decode(in),
                in.readList(MlsLimits.MAX_WELCOME_MEMBERS, EncryptedGroupSecrets::decode),
                ByteString.decode(in, MlsLimits.MAX_MESSAGE_LENGTH));
    }
}
