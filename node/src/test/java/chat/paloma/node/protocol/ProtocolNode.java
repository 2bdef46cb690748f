package chat.paloma.node.protocol;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.wire.AccountRequests.CreateInvite;
import chat.paloma.node.Node;
import chat.paloma.node.TestNodes;
import chat.paloma.node.assembly.Chat;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A real node with the whole chat, and limits on rates that no test meets unless it asks for them. */
final class ProtocolNode implements AutoCloseable {
    private static final List<String> GENEROUS = List.of(
            "--limits-device-requests-per-minute=1000000",
            "--limits-account-requests-per-minute=1000000",
            "--limits-address-requests-per-minute=1000000");

    final Node node;
    final TestDevice administrator;

    /** Options behind the generous ones replace them. */
    ProtocolNode(Path folder, String... options) throws Exception {
        node = TestNodes.start(
                folder,
                List.of(new Chat(false, false)),
                Stream.concat(GENEROUS.stream(), Stream.of(options)).toArray(String[]::new));
        administrator = new TestAccount("administrator")
                .registerFirst(node)
                .firstDevice()
                .connect(node);
    }

    ByteString invite() throws Exception {
        return administrator.ask(new CreateInvite(false, 3600)).token();
    }

    /** A new account's first device, connected. */
    TestDevice register(String handle) throws Exception {
        return new TestAccount(handle)
                .register(node, Optional.of(invite()))
                .firstDevice()
                .connect(node);
    }

    @Override
    public void close() {
        node.stop();
    }
}
