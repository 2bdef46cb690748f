package chat.paloma.core.engine.own;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.HpkeKeyPair;
import chat.paloma.core.engine.account.NodeHttp;
import chat.paloma.core.engine.account.RecoveryKey;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.device.OwnIdentity;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.identity.DeviceEntry;
import chat.paloma.core.identity.DeviceId;
import chat.paloma.core.identity.DeviceKeys;
import chat.paloma.core.identity.DeviceList;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.identity.ListKey;
import chat.paloma.core.identity.RootKey;
import chat.paloma.core.wire.AccountRequests.Found;
import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.FailureCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * How a blank device becomes one of an account with nothing but the recovery key: it signs a list with itself on it with a
 * new list key, which the root key certifies. What comes behind that, on a connection, is {@link RecoverySteps}.
 */
public final class Recovery {
    private final Device device;
    private final NodeHttp http;

    public Recovery(Device device) {
        this.device = device;
        this.http = new NodeHttp(device);
    }

    /** Whether the device has come back, and is still on its way into the account's rooms. */
    public static boolean isUnderWay(Device device) {
        return new OwnState(device.state()).recovering().isPresent();
    }

    /**
     * Begins.
     *
     * @param done once the node has the list, so that the device can connect
     */
    public void begin(RecoveryKey key, String origin, Handle handle, Runnable done, Consumer<Problem> failed) {
        device.profile().setOrigin(origin);
        RootKey root = key.rootKey(device.crypto());
        HpkeKeyPair vault = key.vaultKeyPair(device.crypto());
        AccountId account = root.account(device.crypto());
        http.account(
                account,
                found -> {
                    if (found.handle().equals(handle)) {
                        submit(root, vault, found, done, failed);
                    } else {
                        failed.accept(
                                new Problem(ProblemCode.WRONG_RECOVERY_KEY, "it belongs to '" + found.handle() + "'"));
                    }
                },
                failure -> failed.accept(unknown(failure)),
                failed);
    }

    private static Problem unknown(Failure failure) {
        return failure.is(FailureCode.NOT_FOUND)
                ? new Problem(ProblemCode.WRONG_RECOVERY_KEY, "nobody on this server has it")
                : Problem.of(failure);
    }

    private void submit(RootKey root, HpkeKeyPair vault, Found found, Runnable done, Consumer<Problem> failed) {
        AccountRecord before = found.account();
        // The newest devices: with this one there are at most as many as a list takes.
        List<DeviceEntry> others = before.list().content().devices().stream()
                .sorted(Comparator.comparingLong(DeviceEntry::addedAt).reversed())
                .limit(DeviceList.MAX_DEVICES - 1)
                .toList();
        AccountRecord next;
        OwnIdentity identity;
        try {
            ListKey list = root.newListKey(device.crypto(), before.generation() + 1, device.random());
            root.erase();
            DeviceKeys keys = DeviceKeys.generate(
                    device.crypto(), List.of(device.settings().keyAlgorithm()), device.random());
            List<DeviceEntry> all = new ArrayList<>(others);
            all.add(keys.entry(device.millis()));
            next = list.next(device.crypto(), before, all, device.random());
            identity = new OwnIdentity(
                    found.handle(),
                    list,
                    keys,
                    next,
                    list.certify(
                            device.crypto(),
                            keys.device(),
                            keys.authenticationKey().key(),
                            device.random()));
        } catch (CryptoException e) {
            throw new IllegalStateException("fresh keys are unusable", e);
        }
        List<DeviceId> former = others.stream().map(DeviceEntry::device).toList();
        http.ask(
                "PUT",
                "/v1/accounts",
                ByteString.adopt(next.encoded()),
                taken -> {
                    device.profile().setIdentity(identity);
                    new OwnState(device.state()).setRecovering(new Recovering(vault, former));
                    device.profile().setRegistered();
                    done.run();
                },
                failure -> failed.accept(Problem.of(failure)),
                why -> failed.accept(new Problem(ProblemCode.NO_CONNECTION, why)));
    }
}
