package chat.paloma.node.protocol;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.wire.AccountRequests.CreateInvite;
import chat.paloma.node.Node;
import chat.paloma.node.TestDatabases;
import chat.paloma.node.TestNodes;
import chat.paloma.node.TestProcess;
import chat.paloma.node.assembly.Chat;
import chat.paloma.node.deploy.NginxProcess;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes of one database behind a real NGINX: devices know one address, and not which node they are at. */
@Tag("slow")
@Timeout(300)
class BehindNginxTest {
    private static final int NODES = 3;

    @TempDir
    private Path folder;

    private final List<Integer> ports = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private int port;
    private NginxProcess nginx;
    private TestDevice administrator;

    // The fields without a value are filled in before each test.
    @SuppressWarnings("NullAway.Init")
    BehindNginxTest() {}

    @BeforeEach
    void start() throws Exception {
        for (int i = 0; i < NODES; i++) {
            ports.add(TestProcess.freePort());
            nodes.add(node(i));
        }
        port = TestProcess.freePort();
        nginx = NginxProcess.start(Files.createDirectory(folder.resolve("nginx")), port, TestProcess.freePort(), ports);
        administrator =
                device("administrator", TestAccount.token(nodes.getLast().notices()));
    }

    @AfterEach
    void stop() throws Exception {
        nginx.stop();
        nodes.forEach(Node::stop);
    }

    private Node node(int number) throws Exception {
        List<String> options = new ArrayList<>(TestDatabases.options(TestDatabases.address(folder)));
        options.addAll(List.of(
                "--port=" + ports.get(number),
                "--proxy-protocol=127.0.0.1",
                "--limits-device-requests-per-minute=1000000",
                "--limits-account-requests-per-minute=1000000",
                "--limits-address-requests-per-minute=1000000",
                "--public-address=http://localhost",
                "--shutdown-time=2 s",
                "--blobs=" + folder.resolve("blobs")));
        return Node.start(
                TestNodes.configuration(folder.resolve("node" + number), options), List.of(new Chat(false, false)));
    }

    private TestDevice device(String handle, ByteString invite) throws Exception {
        return new TestAccount(handle)
                .register(port, Optional.of(invite))
                .firstDevice()
                .connect(TestConnection.open(port));
    }

    @Test
    void everyMessageIsThereOnceAndInOrderWhenOneNodeAfterTheOtherRestarts() throws Exception {
        List<TestDevice> devices = new ArrayList<>();
        for (int i = 0; i < 2 * NODES; i++) {
            devices.add(device(
                    "person" + i,
                    administrator.ask(new CreateInvite(false, 3600)).token()));
        }
        ClusterLoad load = new ClusterLoad(devices, List.of(URI.create("ws://127.0.0.1:" + port + "/v1/connect")));
        for (int i = 0; i < NODES; i++) {
            nodes.get(i).stop();
            load.awaitProgress();
            nodes.set(i, node(i));
            load.awaitProgress();
        }
        load.requireAllOnceAndInOrder();
    }
}
