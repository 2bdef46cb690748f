package chat.paloma.node.protocol;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.wire.AccountRequests.CreateInvite;
import chat.paloma.node.Node;
import chat.paloma.node.TestDatabases;
import chat.paloma.node.TestNodes;
import chat.paloma.node.assembly.Chat;
import chat.paloma.node.store.PostgresAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Nodes that share a database on a real PostgreSQL server, each with the whole chat, in this process. */
final class TestCluster implements AutoCloseable {
    private final Path folder;
    private final PostgresAddress address;
    private final List<String> options;
    private final List<Node> nodes = new ArrayList<>();
    private final TestDevice administrator;

    TestCluster(Path folder, PostgresAddress address, int count, String... options) throws Exception {
        this.folder = folder;
        this.address = address;
        this.options = List.of(options);
        for (int i = 0; i < count; i++) {
            nodes.add(begin(i));
        }
        administrator = new TestAccount("administrator")
                .registerFirst(node(0))
                .firstDevice()
                .connect(node(0));
    }

    private Node begin(int index) throws Exception {
        List<String> all = Stream.of(
                        TestDatabases.options(address).stream(),
                        Stream.of(
                                "--limits-device-requests-per-minute=1000000",
                                "--limits-account-requests-per-minute=1000000",
                                "--limits-address-requests-per-minute=1000000",
                                "--public-address=http://localhost",
                                "--shutdown-time=2 s",
                                "--blobs=" + folder.resolve("blobs")),
                        options.stream())
                .flatMap(each -> each)
                .toList();
        return Node.start(
                TestNodes.configuration(folder.resolve("node" + index), all), List.of(new Chat(false, false)));
    }

    Node node(int index) {
        return nodes.get(index);
    }

    /** Stops a node in order, and starts it again. */
    Node restart(int index) throws Exception {
        nodes.get(index).stop();
        nodes.set(index, begin(index));
        return nodes.get(index);
    }

    /** A new account's first device, connected to one of the nodes. */
    TestDevice register(String handle, int index) throws Exception {
        ByteString invite = administrator.ask(new CreateInvite(false, 3600)).token();
        return new TestAccount(handle)
                .register(node(index), Optional.of(invite))
                .firstDevice()
                .connect(node(index));
    }

    @Override
    public void close() {
        nodes.forEach(Node::stop);
    }
}
