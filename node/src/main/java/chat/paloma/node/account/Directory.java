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
    /** By bytes, because a record has post-quantum keys and signatures of some 10 KB, and more for each device. */
    private static final long MAX_CACHED_BYTES = 16 << 20;

    private static final Decoder<AccountRecord> DECODE_RECORD = AccountRecord::decode;

    private final Database database;
    private final CryptoProvider crypto;
    private final Cache<AccountId, Optional<Entry>> cache = Caffeine.newBuilder()
            .maximumWeight(MAX_CACHED_BYTES)
            .<AccountId, Optional<Entry>>weigher((account, entry) ->
                    entry.map(known -> known.record().encoded().length).orElse(0))
            .build();

    public Directory(Database database, CryptoProvider crypto) {
        this.database = database;
        this.crypto = crypto;
    }

    /** An account as the node knows it. */
    public record Entry(Handle handle, AccountRecord record, boolean administrator) {}

    /**
     * The account, when it is registered. One that was removed is as good as unknown, though its last list still names
     * devices: the node can't sign another.
     */
    public Optional<Entry> find(AccountId account) {
        // Within the cache's own step, so that forgetting what is being read waits, and is not overtaken by it.
        Optional<Entry> known = cache.get(account, this::read);
        if (known.isPresent() && !isNewest(account, known.get())) {
            cache.invalidate(account);
            known = cache.get(account, this::read);
        }
        if (known.isEmpty()) {
            // Those that there are not would drive out those that there are.
            cache.invalidate(account);
        }
        return known;
    }

    /** Where other nodes use the database too, they may have changed the account. */
    private boolean isNewest(AccountId account, Entry known) {
        return !database.isShared()
                || database.read(handle ->
                        AccountTable.isAt(handle, account, known.record().version(), known.administrator()));
    }

    private Optional<Entry> read(AccountId account) {
        return database.read(handle -> AccountTable.find(handle, account))
                .filter(row -> !row.removed())
                .flatMap(row -> row.handle().map(name -> new Entry(name, row.record(), row.administrator())));
    }

    /** The account that has a handle. */
    public Optional<AccountId> find(Handle name) {
        return database.read(handle -> handle.createQuery(
                        "SELECT account FROM account WHERE handle = :handle AND removed_at IS NULL")
                .bind("handle", AccountFields.of(handle).index(name))
                .map((row, context) -> new AccountId(ByteString.adopt(row.getBytes(1))))
                .findOne());
    }

    /** The version of an account's list as this transaction sees it; 0 when it is not registered. */
    public static long version(org.jdbi.v3.core.Handle handle, AccountId account) {
        return handle.createQuery("SELECT version FROM account WHERE account = :account AND removed_at IS NULL")
                .bind("account", account.bytes().toByteArray())
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
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

    static AccountRecord decode(byte[] bytes) {
        try {
            return DECODE_RECORD.decodeAll(bytes);
        } catch (DecodeException e) {
            throw new StoreException(Reason.DAMAGED, "an account's record: " + e.getMessage(), e);
        }
    }
}
