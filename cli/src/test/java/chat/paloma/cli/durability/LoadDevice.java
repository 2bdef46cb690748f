package chat.paloma.cli.durability;

import chat.paloma.cli.wire.ConnectionListener;
import chat.paloma.cli.wire.Handshake;
import chat.paloma.cli.wire.NodeConnection;
import chat.paloma.cli.wire.NodeException;
import chat.paloma.cli.wire.Registrar;
import chat.paloma.client.transport.ServerAddress;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SignatureKeyPair;
import chat.paloma.core.identity.AccountKeys;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceKeyAlgorithm;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.membership.RoomCapabilities;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.keypackage.KeyPackageBundle;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.Lifetime;
import chat.paloma.core.wire.Event;
import chat.paloma.core.wire.Registration;
import chat.paloma.jvm.JdkCrypto;
import chat.paloma.jvm.SystemRandom;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Optional;

/** An account with one device that generates load: real keys, a real connection, and no disk. */
final class LoadDevice {
    static final CryptoProvider CRYPTO = new JdkCrypto();
    static final RandomSource RANDOM = new SystemRandom();
    static final MlsCrypto MLS = new MlsCrypto(CipherSuite.DEFAULT, CRYPTO);

    private static final long HOUR = 3600;
    private static final ConnectionListener NOBODY = new ConnectionListener() {
        @Override
        public void happened(Event event) {}

        @Override
        public void closed(NodeException reason) {}
    };

    final String name;
    final AccountKeys keys;
    private long lastNumber;

    LoadDevice(String name) throws CryptoException {
        this.name = name;
        this.keys =
                AccountKeys.create(CRYPTO, List.of(DeviceKeyAlgorithm.ML_DSA_44), System.currentTimeMillis(), RANDOM);
    }

    void register(HttpClient http, ServerAddress server) throws NodeException, InterruptedException {
        new Registrar(http, server).register(new Registration(Optional.empty(), new Handle(name), keys.record()));
    }

    NodeConnection connect(HttpClient http, ServerAddress server) throws NodeException, InterruptedException {
        NodeConnection connection = NodeConnection.connect(http, server, NOBODY);
        Handshake.perform(connection, CRYPTO, RANDOM, keys.account(), keys.deviceKeys(), Optional.empty());
        return connection;
    }

    DeviceAddress address() {
        return keys.address();
    }

    LaneId inbox() {
        return new LaneId.Inbox(address());
    }

    SignatureKeyPair leafKey() {
        return keys.deviceKeys().authenticationKey().toSignatureKeyPair();
    }

    synchronized long nextNumber() {
        return ++lastNumber;
    }

    KeyPackageBundle keyPackage() throws CryptoException {
        long now = System.currentTimeMillis() / 1000;
        return KeyPackageBundle.generate(
                MLS,
                leafKey(),
                new KeyPackageBundle.Description(
                        keys.listKey()
                                .certify(
                                        CRYPTO,
                                        keys.deviceKeys().device(),
                                        keys.deviceKeys().authenticationKey().key(),
                                        RANDOM)
                                .toCredential(),
                        RoomCapabilities.ofLeaf(CipherSuite.DEFAULT),
                        new Lifetime(now - HOUR, now + HOUR),
                        ExtensionList.EMPTY,
                        ExtensionList.EMPTY),
                RANDOM);
    }
}
