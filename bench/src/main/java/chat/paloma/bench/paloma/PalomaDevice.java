package chat.paloma.bench.paloma;

import chat.paloma.bench.BenchmarkException;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SignatureKeyPair;
import chat.paloma.core.identity.AccountKeys;
import chat.paloma.core.identity.AuthenticationProof;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceKeyAlgorithm;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.membership.RoomCapabilities;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.keypackage.KeyPackageBundle;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.Lifetime;
import chat.paloma.core.wire.Registration;
import chat.paloma.core.wire.SessionRequests.Authenticate;
import chat.paloma.core.wire.SessionRequests.Challenge;
import chat.paloma.core.wire.SessionRequests.Hello;
import chat.paloma.jvm.JdkCrypto;
import chat.paloma.jvm.SystemRandom;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The only device of an account: real keys, no disk, no engine. */
public final class PalomaDevice {
    static final CryptoProvider CRYPTO = new JdkCrypto();
    static final RandomSource RANDOM = new SystemRandom();
    static final MlsCrypto MLS = new MlsCrypto(CipherSuite.DEFAULT, CRYPTO);

    private static final long HOUR = 3600;
    private static final String MEDIA_TYPE = "application/vnd.paloma.v1";
    private static final int NO_CONTENT = 204;

    final AccountKeys keys;
    private final Handle handle;
    private Optional<KeyPackageBundle> keyPackage = Optional.empty();
    private long lastNumber;

    private PalomaDevice(String handle) throws CryptoException {
        this.handle = new Handle(handle);
        this.keys =
                AccountKeys.create(CRYPTO, List.of(DeviceKeyAlgorithm.ML_DSA_44), System.currentTimeMillis(), RANDOM);
    }

    /** Makes so many accounts with a device each, and registers them with a node that takes everybody. */
    public static List<PalomaDevice> register(int count, String prefix, String origin, HttpClient http)
            throws BenchmarkException {
        List<Future<PalomaDevice>> made = new ArrayList<>();
        List<PalomaDevice> devices = new ArrayList<>();
        try (ExecutorService workers =
                Executors.newFixedThreadPool(2 * Runtime.getRuntime().availableProcessors())) {
            for (int i = 0; i < count; i++) {
                String handle = prefix + i;
                made.add(workers.submit(() -> {
                    PalomaDevice device = new PalomaDevice(handle);
                    device.register(origin, http);
                    return device;
                }));
            }
            for (Future<PalomaDevice> each : made) {
                devices.add(each.get());
            }
            return devices;
        } catch (ExecutionException e) {
            made.forEach(each -> each.cancel(true));
            throw new BenchmarkException("registering devices: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
    }

    private void register(String origin, HttpClient http) throws IOException, InterruptedException, BenchmarkException {
        HttpResponse<byte[]> answer = http.send(
                HttpRequest.newBuilder(URI.create(origin + "/v1/accounts"))
                        .header("Content-Type", MEDIA_TYPE)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(
                                new Registration(Optional.empty(), handle, keys.record()).encoded()))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != NO_CONTENT) {
            throw new BenchmarkException("the node refused to register: HTTP status " + answer.statusCode());
        }
    }

    /** The proof for a challenge. */
    Authenticate prove(Hello hello, Challenge challenge) {
        AuthenticationProof proof = new AuthenticationProof(
                challenge.version(),
                challenge.server(),
                challenge.origin(),
                hello.nonce(),
                challenge.nonce(),
                keys.address());
        try {
            return new Authenticate(keys.address(), proof.sign(CRYPTO, keys.deviceKeys(), RANDOM));
        } catch (CryptoException e) {
            throw new IllegalStateException("a device's own key is unusable", e);
        }
    }

    public DeviceAddress address() {
        return keys.address();
    }

    SignatureKeyPair leafKey() {
        return keys.deviceKeys().authenticationKey().toSignatureKeyPair();
    }

    /** The number of its next message. */
    long nextNumber() {
        return ++lastNumber;
    }

    /** Its numbers go on behind what the node has seen. */
    void continueAt(long next) {
        lastNumber = Math.max(lastNumber, next - 1);
    }

    /** One key package for all its rooms: they are made and not used any further. */
    KeyPackageBundle keyPackage() throws CryptoException {
        KeyPackageBundle known = keyPackage.orElse(null);
        if (known == null) {
            known = newKeyPackage();
            keyPackage = Optional.of(known);
        }
        return known;
    }

    private KeyPackageBundle newKeyPackage() throws CryptoException {
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
                        new Lifetime(now - HOUR, now + 24 * HOUR),
                        ExtensionList.EMPTY,
                        ExtensionList.EMPTY),
                RANDOM);
    }
}
