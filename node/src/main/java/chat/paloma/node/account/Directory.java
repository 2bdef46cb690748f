package chat.paloma.node.account;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.SignatureAlgorithm;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceCredential;
import chat.paloma.core.identity.DeviceKey;
import chat.paloma.core.identity.DeviceKeyAlgorithm;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.identity.IdentityException;
import chat.paloma.core.mls.tree.LeafNode;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.node.store.Database;
import chat.paloma.node.store.Refusal;
import chat.paloma.node.store.StoreException;
import chat.paloma.node.store.StoreException.Reason;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;

/**
 * The newest record of every account, for all who need to know whose devices are whose. Records were verified before
 * they were stored.
 */
public final class Directory {
    private static final int MAX_CACHED = 10_000;
    private static final Decoder<AccountRecord> DECODE_RECORD = AccountRecord::decode;

    private final Database database;
    private final CryptoProvider crypto;
    private final Cache<AccountId, Entry> cache =
            Caffeine.newBuilder().maximumSize(MAX_CACHED).build();

    public Directory(Database database, CryptoProvider crypto) {
        this.database = database;
        this.crypto = crypto;
    }

    /** An account as the node knows it. One that was removed has no devices left. */
    public record Entry(Handle handle, AccountRecord record, boolean administrator) {}

    /** The account, when it is registered. */
    public Optional<Entry> find(AccountId account) {
        Entry known = cache.getIfPresent(account);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Entry> read = database.read(handle -> handle.createQuery(
                        "SELECT handle, record, administrator FROM account WHERE account = :account")
                .bind("account", account.bytes().toByteArray())
                .map((row, context) ->
                        new Entry(new Handle(row.getString(1)), decode(row.getBytes(2)), row.getInt(3) == 1))
                .findOne());
        read.ifPresent(entry -> cache.put(account, entry));
        return read;
    }

    /** The account that has a handle. */
    public Optional<AccountId> find(Handle name) {
        return database.read(handle -> handle.createQuery("SELECT account FROM account WHERE handle = :handle")
                .bind("handle", name.value())
                .map((row, context) -> new AccountId(ByteString.adopt(row.getBytes(1))))
                .findOne());
    }

    /** Reads an account anew when it is next asked for. */
    public void forget(AccountId account) {
        cache.invalidate(account);
    }

    /** Whether the account administers the node. */
    public boolean isAdministrator(AccountId account) {
        return find(account).map(Entry::administrator).orElse(false);
    }

    /** Whether the device is on its account's newest list. */
    public boolean isListed(DeviceAddress device) {
        return find(device.account())
                .flatMap(entry -> entry.record().find(device.device()))
                .isPresent();
    }

    /**
     * Checks a leaf that somebody brings into a group: its device is on its account's newest list, with this key and a
     * certificate for it.
     *
     * @throws Refusal when it is not so
     */
    public void requireCertified(DeviceCredential credential, LeafNode leaf, SignatureAlgorithm algorithm) {
        DeviceKeyAlgorithm keyAlgorithm = DeviceKeyAlgorithm.of(algorithm)
                .orElseThrow(() -> new Refusal(FailureCode.DEVICE_NOT_CERTIFIED, "devices have no keys of this suite"));
        Entry entry = find(credential.device().account())
                .orElseThrow(() -> new Refusal(FailureCode.DEVICE_NOT_CERTIFIED, "no such account"));
        try {
            entry.record().checkNewLeaf(crypto, credential, new DeviceKey(keyAlgorithm, leaf.signatureKey()));
        } catch (IdentityException e) {
            throw new Refusal(FailureCode.DEVICE_NOT_CERTIFIED, e.reason().name());
        }
    }

    private static AccountRecord decode(byte[] bytes) {
        try {
            return DECODE_RECORD.decodeAll(bytes);
        } catch (DecodeException e) {
            throw new StoreException(Reason.DAMAGED, "an account's record: " + e.getMessage(), e);
        }
    }
}
