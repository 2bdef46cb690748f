package chat.paloma.core.engine.account;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.device.OwnIdentity;
import chat.paloma.core.engine.vault.VaultKeys;
import chat.paloma.core.engine.vault.VaultState;
import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.identity.DeviceKeys;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.identity.ListKey;
import chat.paloma.core.identity.RootKey;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.Registration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes an account with this device as its first. */
public final class Registrar {
    private static final String PATH = "/v1/accounts";

    private final Device device;

    public Registrar(Device device) {
        this.device = device;
    }

    /**
     * Makes the keys of an account, and stores what the device keeps of them. When the same account was begun before and
     * not registered, as far as this device knows, it goes on with that: the answer may have been lost.
     *
     * @return the recovery key, to be shown once the account is registered
     */
    public String begin(String origin, Handle handle) {
        Optional<String> earlier = device.profile()
                .recoveryKey()
                .filter(key -> device.profile().origin().equals(Optional.of(origin))
                        && device.identity().handle().equals(handle));
        if (earlier.isPresent()) {
            return earlier.get();
        }
        RecoveryKey key = RecoveryKey.random(device.random());
        String text = key.text(device.crypto());
        begin(key, origin, handle);
        key.erase();
        device.profile().setRecoveryKey(text);
        return text;
    }

    private void begin(RecoveryKey recoveryKey, String origin, Handle handle) {
        try {
            RootKey root = recoveryKey.rootKey(device.crypto());
            ListKey list = root.newListKey(device.crypto(), 1, device.random());
            root.erase();
            DeviceKeys keys = DeviceKeys.generate(
                    device.crypto(), List.of(device.settings().keyAlgorithm()), device.random());
            AccountRecord record = list.first(device.crypto(), List.of(keys.entry(device.millis())), device.random());
            device.profile().setOrigin(origin);
            device.profile().setIdentity(new OwnIdentity(handle, list, keys, record, certify(list, keys)));
            new VaultState(device.state())
                    .setKeys(VaultKeys.first(
                            record.version(),
                            recoveryKey.vaultKeyPair(device.crypto()).publicKey(),
                            device.random()));
        } catch (CryptoException e) {
            throw new IllegalStateException("fresh keys are unusable", e);
        }
    }

    private chat.paloma.core.identity.DeviceCredential certify(ListKey list, DeviceKeys keys) throws CryptoException {
        return list.certify(
                device.crypto(),
                keys.device(),
                keys.find(device.settings().keyAlgorithm()).orElseThrow().key(),
                device.random());
    }

    /** Registers the account that was begun. */
    public void register(Optional<ByteString> invite, Runnable done, Consumer<Problem> failed) {
        OwnIdentity identity = device.identity();
        Registration registration = new Registration(invite, identity.handle(), identity.record());
        new NodeHttp(device)
                .ask(
                        "POST",
                        PATH,
                        ByteString.adopt(registration.encoded()),
                        answer -> registered(done),
                        failure -> {
                            // The account is the hash of a key that only this device has: it was registered before, and
                            // the answer lost.
                            if (failure.is(FailureCode.ACCOUNT_EXISTS)) {
                                registered(done);
                            } else {
                                failed.accept(Problem.of(failure));
                            }
                        },
                        why -> failed.accept(new Problem(ProblemCode.NO_CONNECTION, why)));
    }

    private void registered(Runnable done) {
        device.profile().setRegistered();
        done.run();
    }
}
