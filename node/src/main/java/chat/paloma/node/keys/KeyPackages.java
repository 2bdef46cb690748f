package chat.paloma.node.keys;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.KeyRequests.Claim;
import chat.paloma.core.wire.KeyRequests.Claimed;
import chat.paloma.core.wire.KeyRequests.OfDevice;
import chat.paloma.core.wire.KeyRequests.Publish;
import chat.paloma.core.wire.KeyRequests.Stock;
import chat.paloma.node.account.Caller;
import chat.paloma.node.account.DeviceTable;
import chat.paloma.node.account.Directory;
import chat.paloma.node.gateway.SharedCounts;
import chat.paloma.node.room.RoomDirectory;
import chat.paloma.node.store.Database;
import chat.paloma.node.store.Refusal;
import chat.paloma.node.store.Transaction;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;

/**
 * The stock of key packages of every device, and handing them out: each once, but the last resort, and only to accounts
 * that may add the device to a room.
 */
public final class KeyPackages {
    /** The most that a device has in stock, the last resort not counted. */
    public static final int MAX_STOCK = 200;
    /** With fewer left, the device is told. */
    public static final int LOW_STOCK = 10;

    private final Database database;
    private final Directory directory;
    private final RoomDirectory rooms;
    private final InstantSource clock;
    private final KeyPackageCheck check;
    private final ClaimLimits limits;
    private final List<BiConsumer<DeviceAddress, Integer>> lowStockListeners = new CopyOnWriteArrayList<>();

    /**
     * @param suites that rooms may have groups of
     * @param shared counts of the claims on all nodes
     */
    public KeyPackages(
            Database database,
            CryptoProvider crypto,
            Directory directory,
            RoomDirectory rooms,
            Set<CipherSuite> suites,
            SharedCounts shared,
            InstantSource clock) {
        this.database = database;
        this.directory = directory;
        this.rooms = rooms;
        this.clock = clock;
        this.check = new KeyPackageCheck(crypto, directory, suites, clock);
        this.limits = new ClaimLimits(clock, shared);
    }

    /** Tells a listener which device has how many left, fewer than {@link #LOW_STOCK}, after a claim, on its thread. */
    public void onLowStock(BiConsumer<DeviceAddress, Integer> listener) {
        lowStockListeners.add(listener);
    }

    /** How many a device has left, the last resort not counted. */
    public int stock(long deviceKey) {
        return database.read(handle -> KeyPackageTable.stock(handle, deviceKey, clock.millis()));
    }

    /**
     * Adds to the caller's stock: all of it or nothing. What is there already, or was handed out, is passed over. Blocks.
     *
     * @throws Refusal {@code KEY_PACKAGE_INVALID}, {@code DEVICE_NOT_CERTIFIED} or {@code STOCK_FULL}
     */
    public Stock publish(Caller caller, Publish request) {
        long version = version(caller.account());
        List<KeyPackageCheck.Good> good = new ArrayList<>();
        request.keyPackages().forEach(each -> good.add(check.check(caller.device(), each, false)));
        request.lastResort().ifPresent(each -> good.add(check.check(caller.device(), each, true)));
        return Database.await(database.write(transaction -> store(transaction, caller, version, good)));
    }

    private Stock store(Transaction transaction, Caller caller, long version, List<KeyPackageCheck.Good> keyPackages) {
        Handle handle = transaction.handle();
        long now = clock.millis();
        // They were checked against a list that may have been replaced since.
        if (DeviceTable.listed(handle, caller.account()).stream().noneMatch(device -> device.key() == caller.key())
                || Directory.version(handle, caller.account()) != version) {
            throw new Refusal(FailureCode.DEVICE_LIST_CONFLICT, "the device list has changed");
        }
        KeyPackageTable.forgetExpired(handle, caller.key(), now);
        keyPackages.stream()
                .filter(KeyPackageCheck.Good::lastResort)
                .forEach(each -> KeyPackageTable.forgetLastResort(handle, caller.key(), each.suite()));
        keyPackages.forEach(each -> KeyPackageTable.add(handle, caller.key(), each));
        int stock = KeyPackageTable.stock(handle, caller.key(), now);
        if (stock > MAX_STOCK) {
            throw new Refusal(FailureCode.STOCK_FULL, "at most " + MAX_STOCK);
        }
        return new Stock(stock);
    }

    private long version(AccountId account) {
        return directory
                .find(account)
                .map(entry -> entry.record().version())
                .orElseThrow(() -> new Refusal(FailureCode.DEVICE_REVOKED));
    }

    /**
     * Hands out one key package of each device of an account: of the caller's own account those of the others. Blocks.
     *
     * @throws Refusal {@code CLAIM_NOT_PERMITTED}, the same whether there is such an account or not; {@code RATE_LIMITED};
     *     {@code NO_KEY_PACKAGE} when no device has any
     */
    public Claimed claim(Caller caller, Claim request) {
        boolean own = request.account().equals(caller.account());
        boolean permitted = own
                || shareRoom(caller, request)
                || database.read(handle -> InvitationTable.isAccepted(handle, caller.account(), request.account()));
        if (!permitted) {
            throw new Refusal(FailureCode.CLAIM_NOT_PERMITTED);
        }
        limits.count(caller.account(), request.account());
        Map<DeviceAddress, Integer> low = new LinkedHashMap<>();
        Claimed claimed = Database.await(database.write(transaction -> {
            // A write may run twice: what it says the second time counts.
            low.clear();
            return take(transaction.handle(), caller, request, low);
        }));
        low.forEach((device, left) -> lowStockListeners.forEach(listener -> listener.accept(device, left)));
        return claimed;
    }

    private boolean shareRoom(Caller caller, Claim request) {
        return request.room()
                .filter(room -> rooms.isMember(room, caller.device()) && rooms.isMember(room, request.account()))
                .isPresent();
    }

    private Claimed take(Handle handle, Caller caller, Claim request, Map<DeviceAddress, Integer> low) {
        long now = clock.millis();
        List<OfDevice> out = new ArrayList<>();
        for (DeviceTable.Listed device : DeviceTable.listed(handle, request.account())) {
            if (device.key() == caller.key()) {
                continue;
            }
            Optional<ByteString> taken = KeyPackageTable.take(handle, device.key(), request.suite(), now);
            taken.ifPresent(keyPackage -> out.add(new OfDevice(device.address().device(), keyPackage)));
            int left = KeyPackageTable.stock(handle, device.key(), now);
            if (left < LOW_STOCK) {
                low.put(device.address(), left);
            }
        }
        if (out.isEmpty()) {
            throw new Refusal(FailureCode.NO_KEY_PACKAGE);
        }
        return new Claimed(out);
    }
}
