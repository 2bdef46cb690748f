package chat.paloma.node.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.wire.AccountRequests.ListAccounts;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.node.Node;
import chat.paloma.node.TestNodes;
import chat.paloma.node.assembly.Chat;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The links that a node prints for who runs it. */
class AdministratorLinkTest {
    @TempDir
    private Path folder;

    private Node start(boolean newLink) throws Exception {
        return TestNodes.start(folder, List.of(new Chat(newLink, false)), "--registration=closed");
    }

    private static List<String> links(Node node) {
        return node.notices().stream().filter(line -> line.contains("/#join=")).toList();
    }

    private static ByteString token(String link) {
        return ByteString.adopt(Base64.getUrlDecoder().decode(link.substring(link.indexOf('=') + 1)));
    }

    @Test
    void isPrintedUntilSomebodyAdministersAndWhenItIsAskedFor() throws Exception {
        String lost;
        Node node = start(false);
        try {
            lost = links(node).getFirst();
        } finally {
            node.stop();
        }
        // Nobody used it: the next start prints another, and the lost one is void.
        node = start(false);
        try {
            assertEquals(1, links(node).size());
            ByteString former = token(lost);
            Node running = node;
            TestAccount ada = new TestAccount("ada");
            assertEquals(
                    FailureCode.REGISTRATION_CLOSED,
                    assertThrows(RefusedException.class, () -> ada.register(running, Optional.of(former)))
                            .code());
            ada.registerFirst(node);
        } finally {
            node.stop();
        }
        node = start(false);
        try {
            assertEquals(List.of(), links(node));
        } finally {
            node.stop();
        }
        node = start(true);
        try {
            TestDevice bob =
                    new TestAccount("bob").registerFirst(node).firstDevice().connect(node);
            assertTrue(bob.welcomed().administrator());
            assertEquals(2, bob.ask(new ListAccounts("")).accounts().size());
        } finally {
            node.stop();
        }
    }
}
