package chat.paloma.node.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chat.paloma.node.NodeException;
import chat.paloma.node.TestProcess;
import chat.paloma.node.config.Certificate.FromAuthority;
import io.vertx.core.Vertx;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With Pebble, the ACME server that the makers of a public authority test clients with. Skipped where it is absent. */
class AcmeTest {
    @TempDir
    private Path folder;

    @Test
    void obtainsACertificateAndKeepsIt() throws Exception {
        assumeTrue(TestProcess.isInstalled("pebble"), "there is no pebble on this machine");
        int directoryPort = TestProcess.freePort();
        int challengePort = TestProcess.freePort();
        int names = TestProcess.freePort();
        ServerCertificate own = new LocalAuthority(folder, MachineNames.none()).obtain();
        Files.write(folder.resolve("pebble.pem"), own.chainPem());
        Files.write(folder.resolve("pebble-key.pem"), own.keyPem());
        Files.writeString(folder.resolve("pebble.json"), """
                {"pebble": {"listenAddress": "127.0.0.1:%d", "managementListenAddress": "127.0.0.1:%d",
                "certificate": "%s", "privateKey": "%s", "httpPort": %d, "tlsPort": %d}}""".formatted(
                        directoryPort,
                        TestProcess.freePort(),
                        folder.resolve("pebble.pem"),
                        folder.resolve("pebble-key.pem"),
                        challengePort,
                        TestProcess.freePort()));
        Process nameServer = start(
                "pebble-challtestsrv",
                "-dns01",
                "127.0.0.1:" + names,
                "-defaultIPv4",
                "127.0.0.1",
                "-defaultIPv6",
                "",
                "-http01",
                "",
                "-https01",
                "",
                "-tlsalpn01",
                "",
                "-management",
                "127.0.0.1:" + TestProcess.freePort());
        Process pebble = start(
                "pebble", "-config", folder.resolve("pebble.json").toString(), "-dnsserver", "127.0.0.1:" + names);
        Vertx vertx = Vertx.vertx();
        try {
            awaitPort(directoryPort);
            FromAuthority wanted = new FromAuthority(
                    "chat.example.org",
                    Optional.of("admin@example.org"),
                    URI.create("https://localhost:" + directoryPort + "/dir"),
                    Optional.of(folder.resolve("paloma-authority.pem")),
                    challengePort);
            X509Certificate first;
            try (AcmeCertificates source = source(vertx, wanted)) {
                first = source.obtain().leaf();
                assertTrue(String.valueOf(first.getSubjectAlternativeNames()).contains("chat.example.org"));
                assertEquals(Optional.empty(), source.renew());
            }
            // Kept: without the authority the node starts again with the same.
            pebble.destroy();
            pebble.waitFor();
            try (AcmeCertificates source = source(vertx, wanted)) {
                assertEquals(first, source.obtain().leaf());
            }
            Files.delete(folder.resolve("chat.example.org.pem"));
            try (AcmeCertificates source = source(vertx, wanted)) {
                String message = String.valueOf(
                        assertThrows(NodeException.class, source::obtain).getMessage());
                assertTrue(message.startsWith("no certificate for chat.example.org from "), message);
                assertEquals(1, message.lines().count(), message);
            }
        } finally {
            vertx.close();
            pebble.destroy();
            nameServer.destroy();
        }
    }

    private AcmeCertificates source(Vertx vertx, FromAuthority wanted) {
        return new AcmeCertificates(
                wanted,
                folder,
                new ChallengeServer(
                        vertx, InetAddress.getLoopbackAddress(), wanted.httpPort(), "https://" + wanted.domain()));
    }

    private Process start(String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(List.of(command))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(command[0] + ".log").toFile());
        // Pebble waits up to 15 s before it looks, and refuses one nonce in twenty, unless told otherwise.
        builder.environment().put("PEBBLE_VA_NOSLEEP", "1");
        return builder.start();
    }

    private static void awaitPort(int port) throws Exception {
        for (int i = 0; i < 200; i++) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (ConnectException e) {
                Thread.sleep(50);
            }
        }
    }
}
