package chat.paloma.client;

import chat.paloma.client.store.Identity;
import chat.paloma.client.store.ProfileStore;
import chat.paloma.client.transport.NodeException;
import chat.paloma.client.transport.Registrar;
import chat.paloma.client.transport.ServerAddress;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.identity.AccountKeys;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.Registration;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Makes an account with this as its first device. */
final class NewAccount {
    private NewAccount() {}

    /**
     * Makes the keys, stores them, and registers the account. Done again after a failure it goes on with the same keys.
     *
     * @throws ClientException when the profile has an account already
     */
    static void register(
            ProfileStore store,
            HttpClient http,
            CryptoProvider crypto,
            RandomSource random,
            InstantSource clock,
            ServerAddress server,
            Optional<ByteString> invite,
            Handle handle)
            throws NodeException, InterruptedException {
        if (store.settings().isRegistered()) {
            throw new ClientException("this profile is '"
                    + store.settings().handle().orElseThrow() + "' at "
                    + store.settings().server().orElseThrow() + " already; another --profile can be somebody else");
        }
        Optional<Identity> earlier = store.settings().identity();
        Identity identity = earlier.isPresent() ? earlier.get() : newIdentity(crypto, random, clock);
        store.settings().begin(identity, server.origin(), handle);
        try {
            new Registrar(http, server)
                    .register(new Registration(invite, handle, identity.keys().record()));
        } catch (NodeException e) {
            // The account is the hash of a key that only this profile has: it was registered before, and the answer
            // lost.
            if (!(e.is(FailureCode.ACCOUNT_EXISTS) && earlier.isPresent())) {
                throw e;
            }
        }
        store.settings().setRegistered();
    }

    private static Identity newIdentity(CryptoProvider crypto, RandomSource random, InstantSource clock) {
        try {
            AccountKeys keys = AccountKeys.create(crypto, List.of(Device.KEY_ALGORITHM), clock.millis(), random);
            return new Identity(
                    keys,
                    keys.listKey()
                            .certify(
                                    crypto,
                                    keys.deviceKeys().device(),
                                    keys.deviceKeys()
                                            .find(Device.KEY_ALGORITHM)
                                            .orElseThrow()
                                            .key(),
                                    random));
        } catch (CryptoException e) {
            throw new IllegalStateException("fresh keys are unusable", e);
        }
    }
}
