package chat.paloma.node.account;

import static chat.paloma.node.TestStore.CRYPTO;
import static chat.paloma.node.TestStore.RANDOM;
import static chat.paloma.node.TestStore.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.identity.AuthenticationProof;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceKeys;
import chat.paloma.core.identity.ServerId;
import chat.paloma.core.wire.AccountRequests.RemoveAccount;
import chat.paloma.core.wire.AccountRequests.UpdateDevices;
import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.node.TestPerson;
import chat.paloma.node.TestStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthenticationTest {
    private static final String ORIGIN = "https://chat.example";
    private static final ByteString CLIENT = ByteString.adopt(RANDOM.nextBytes(32));
    private static final ByteString NODE = ByteString.adopt(RANDOM.nextBytes(32));

    @TempDir
    private Path folder;

    private TestStore store;
    private Authentication authentication;

    @BeforeEach
    void open() {
        store = new TestStore(folder);
        authentication = new Authentication(store.database, CRYPTO, store.directory, RANDOM);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private AuthenticationProof proof(DeviceAddress device) {
        return new AuthenticationProof(1, store.identity.server(), ORIGIN, CLIENT, NODE, device);
    }

    private ByteString sign(AuthenticationProof proof, DeviceKeys keys) throws CryptoException {
        return proof.sign(CRYPTO, keys, RANDOM);
    }

    @Test
    void aDeviceWithItsKeyIsLetIn() throws Exception {
        TestPerson alice = store.person("alice");
        AuthenticationProof proof = proof(alice.keys.address());
        assertEquals(alice.caller(), authentication.verify(proof, sign(proof, alice.keys.deviceKeys())));
    }

    /** Nobody learns from the answer what was wrong. */
    @Test
    void everythingElseGetsTheSameAnswer() throws Exception {
        TestPerson alice = store.person("alice");
        TestPerson removed = store.person("removed");
        TestPerson unknown = TestPerson.create(store);
        DeviceKeys revoked = TestPerson.newDevice();
        alice.follow(alice.adding(revoked));
        store.accounts.updateDevices(alice.caller(), new UpdateDevices(alice.record()));
        alice.follow(alice.revoking(revoked));
        store.accounts.updateDevices(alice.caller(), new UpdateDevices(alice.record()));
        store.accounts.removeAccount(removed.caller(), new RemoveAccount(removed.account()));
        DeviceKeys own = alice.keys.deviceKeys();
        AuthenticationProof right = proof(alice.keys.address());
        DeviceKeys never = TestPerson.newDevice();

        List<Failure> answers = new ArrayList<>();
        answers.add(refused(right, sign(right, removed.keys.deviceKeys())));
        answers.add(refused(right, ByteString.EMPTY));
        answers.add(refused(right, ByteString.adopt(new byte[8000])));
        answers.add(
                refused(proof(unknown.keys.address()), sign(proof(unknown.keys.address()), unknown.keys.deviceKeys())));
        answers.add(
                refused(proof(removed.keys.address()), sign(proof(removed.keys.address()), removed.keys.deviceKeys())));
        answers.add(refused(proof(alice.address(revoked)), sign(proof(alice.address(revoked)), revoked)));
        answers.add(refused(proof(alice.address(never)), sign(proof(alice.address(never)), never)));
        ServerId otherServer = ServerId.random(RANDOM);
        for (AuthenticationProof other : List.of(
                new AuthenticationProof(2, store.identity.server(), ORIGIN, CLIENT, NODE, right.device()),
                new AuthenticationProof(1, otherServer, ORIGIN, CLIENT, NODE, right.device()),
                new AuthenticationProof(
                        1, store.identity.server(), "https://evil.example", CLIENT, NODE, right.device()),
                new AuthenticationProof(1, store.identity.server(), ORIGIN, NODE, NODE, right.device()),
                new AuthenticationProof(1, store.identity.server(), ORIGIN, CLIENT, CLIENT, right.device()))) {
            answers.add(refused(right, sign(other, own)));
        }
        assertEquals(1, answers.stream().distinct().count());
    }

    private Failure refused(AuthenticationProof proof, ByteString signature) {
        return assertRefused(FailureCode.AUTHENTICATION_FAILED, () -> authentication.verify(proof, signature))
                .failure();
    }
}
