package chat.paloma.core.identity;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.identity.IdentityException.Reason;
import java.util.Optional;

/**
 * All that there is to know of an account at one time: who certifies its devices, and which those are. Whoever has it
 * needs nobody's word for it: the node can withhold one, and can't make one.
 *
 * <p>One that comes from outside is checked with {@link #verify} first, and with {@link #checkFollows} when an earlier
 * one is known.
 */
public record AccountRecord(ListKeyCertificate certificate, SignedDeviceList list) implements TlsEncodable {
    /** The most versions that a node can have lost. Without a bound, one list could leave no version for any behind it. */
    static final int MAX_AHEAD = 1000;

    public AccountId account() {
        return certificate.account();
    }

    /** The version of the list, unsigned 64 bits. */
    public long version() {
        return list.content().version();
    }

    /** The generation of the list key, unsigned 32 bits. */
    public long generation() {
        return certificate.generation();
    }

    /** The entry of a device on the list. */
    public Optional<DeviceEntry> find(DeviceId device) {
        return list.content().find(device);
    }

    /** Whether no device is left, so that nobody can authenticate; only the root key can go on from here. */
    public boolean isEnded() {
        return list.content().devices().isEmpty();
    }

    /**
     * Checks that the account is the hash of the root key, that the root key certified the list key, and that the list
     * key signed the list.
     *
     * @throws IdentityException with the first of these that is not so
     */
    public void verify(CryptoProvider crypto) throws IdentityException {
        IdentityException.require(list.content().account().equals(account()), Reason.OTHER_ACCOUNT);
        IdentityException.require(list.content().listKeyGeneration() == generation(), Reason.LIST_GENERATION);
        certificate.verify(crypto);
        IdentityException.require(list.isSignedBy(crypto, certificate.listKey()), Reason.LIST_SIGNATURE);
    }

    /**
     * Checks that this record may replace {@code previous}. Both are verified already.
     *
     * @throws IdentityException with the first thing that forbids it
     */
    public void checkFollows(CryptoProvider crypto, AccountRecord previous) throws IdentityException {
        IdentityException.require(account().equals(previous.account()), Reason.OTHER_ACCOUNT);
        IdentityException.require(version() == previous.version() + 1, Reason.VERSION);
        IdentityException.require(list.content().previous().equals(previous.list.hash(crypto)), Reason.PREVIOUS);
        IdentityException.require(generation() >= previous.generation(), Reason.GENERATION_BACK);
        IdentityException.require(
                generation() > previous.generation() || certificate.equals(previous.certificate),
                Reason.CERTIFICATE_CHANGED);
    }

    /**
     * Whether this record is newer than another one of its account: the newest generation that the root key certified
     * wins, and within it the highest version.
     */
    public boolean isNewerThan(AccountRecord other) {
        return generation() > other.generation()
                || (generation() == other.generation() && Long.compareUnsigned(version(), other.version()) > 0);
    }

    /**
     * Checks that this record may stand in the place of {@code previous} at a node. One that was put back to a backup has
     * lost those in between, so they need not be shown: whoever could sign this one could have signed them too. Both are
     * verified already.
     *
     * @throws IdentityException with the first thing that forbids it
     */
    public void checkReplaces(CryptoProvider crypto, AccountRecord previous) throws IdentityException {
        IdentityException.require(account().equals(previous.account()), Reason.OTHER_ACCOUNT);
        IdentityException.require(generation() >= previous.generation(), Reason.GENERATION_BACK);
        if (generation() > previous.generation()) {
            return;
        }
        long ahead = version() - previous.version();
        if (ahead == 1) {
            checkFollows(crypto, previous);
            return;
        }
        IdentityException.require(ahead > 1 && ahead <= MAX_AHEAD, Reason.VERSION);
        IdentityException.require(certificate.equals(previous.certificate), Reason.CERTIFICATE_CHANGED);
    }

    /**
     * Whether the root key itself speaks for the step from {@code previous} to this record, so that no device needs to:
     * the way in which an account is recovered.
     */
    public boolean isByRootKeyAfter(AccountRecord previous) {
        return generation() > previous.generation();
    }

    /**
     * Checks a leaf that somebody brings into a group: its key is the device's on this list, and the list key of this
     * record certified it.
     *
     * @param key of the leaf, with the algorithm of the group's suite
     * @throws IdentityException with the first thing that is wrong
     */
    public void checkNewLeaf(CryptoProvider crypto, DeviceCredential credential, DeviceKey key)
            throws IdentityException {
        checkStandingLeaf(crypto, credential, key);
        IdentityException.require(credential.listKeyGeneration() == generation(), Reason.FORMER_GENERATION);
    }

    /**
     * Checks a leaf that is in a group already. Unlike a new one it may have the certificate of a former list key, as
     * long as the list still has its key: a rotated list key does not silence devices that are offline.
     *
     * @throws IdentityException with the first thing that is wrong
     */
    public void checkStandingLeaf(CryptoProvider crypto, DeviceCredential credential, DeviceKey key)
            throws IdentityException {
        IdentityException.require(credential.device().account().equals(account()), Reason.OTHER_ACCOUNT);
        IdentityException.require(credential.listKeyGeneration() <= generation(), Reason.NEWER_GENERATION);
        Optional<DeviceEntry> entry = find(credential.device().device());
        IdentityException.require(entry.isPresent(), Reason.UNKNOWN_DEVICE);
        IdentityException.require(
                entry.flatMap(known -> known.key(key.algorithm()))
                        .filter(key::equals)
                        .isPresent(),
                Reason.UNKNOWN_KEY);
        IdentityException.require(
                credential.listKeyGeneration() < generation()
                        || credential.isCertifiedBy(crypto, certificate.listKey(), key),
                Reason.DEVICE_CERTIFICATE);
    }

    @Override
    public void encode(TlsWriter out) {
        out.write(certificate).write(list);
    }

    public static AccountRecord decode(TlsReader in) throws DecodeException {
        return new AccountRecord(ListKeyCertificate.decode(in), SignedDeviceList.decode(in));
    }
}
