package chat.paloma.node.deploy;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.node.Node;
import chat.paloma.node.NodeException;
import chat.paloma.node.TestCertificates;
import chat.paloma.node.assembly.Chat;
import chat.paloma.node.config.NodeConfiguration;
import chat.paloma.node.config.Setting;
import chat.paloma.node.config.SettingValues;
import chat.paloma.node.config.Settings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node and a real PostgreSQL server that check each other's certificate, which the script for operators made. All of a
 * test is on one server, because starting one takes long.
 */
@Tag("slow")
class PostgresTlsTest {
    @TempDir
    private Path folder;

    private TestCertificates parts;
    private TestCertificates others;
    private @Nullable EmbeddedPostgres server;

    // The fields without a value are filled in before each test.
    @SuppressWarnings("NullAway.Init")
    PostgresTlsTest() {}

    @BeforeEach
    void start() throws Exception {
        parts = new TestCertificates(folder.resolve("parts"), "localhost", "postgres", "somebody");
        others = new TestCertificates(folder.resolve("others"), "localhost", "postgres");
        // The authority that is there signs another one.
        parts = new TestCertificates(folder.resolve("parts"), "elsewhere.internal");
        server = serve("localhost");
    }

    @AfterEach
    void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    /** A server with the certificate of a host, which lets in whoever has one of the same authority for its user's name. */
    private EmbeddedPostgres serve(String host) throws Exception {
        Path data = folder.resolve("data-" + host);
        EmbeddedPostgres started = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofMinutes(2))
                .setDataDirectory(data)
                .setServerConfig("ssl", "on")
                .setServerConfig("ssl_cert_file", parts.certificate(host).toString())
                .setServerConfig("ssl_key_file", parts.key(host).toString())
                .setServerConfig("ssl_ca_file", parts.authority().toString())
                .start();
        Jdbi.create(started.getPostgresDatabase()).useHandle(handle -> {
            Files.writeString(
                    data.resolve("pg_hba.conf"),
                    "hostssl all all 127.0.0.1/32 cert\nhostssl all all ::1/128 cert\nhost all all all reject\n");
            handle.execute("SELECT pg_reload_conf()");
        });
        return started;
    }

    private void startNode(String trust, String certificate, String key) throws Exception {
        SettingValues values = new SettingValues();
        set(values, Settings.DATA, folder.resolve("node").toString());
        set(values, Settings.PORT, "0");
        set(
                values,
                Settings.DATABASE_URL,
                "postgresql://localhost:" + requireNonNull(server).getPort() + "/postgres");
        set(values, Settings.DATABASE_USER, "postgres");
        set(values, Settings.DATABASE_TRUST, trust);
        if (!certificate.isEmpty()) {
            set(values, Settings.DATABASE_CERTIFICATE, certificate);
            set(values, Settings.DATABASE_KEY, key);
        }
        Node.start(NodeConfiguration.of(values), List.of(new Chat(false, false)))
                .stop();
    }

    private static void set(SettingValues values, Setting<?> setting, String value) throws Exception {
        values.setFromOption(setting, value);
    }

    private void refuses(String expected, String trust, String certificate, String key) {
        NodeException refused = assertThrows(NodeException.class, () -> startNode(trust, certificate, key));
        String line = String.valueOf(refused.getMessage());
        assertTrue(line.contains(expected), line);
        assertEquals(1, line.lines().count(), line);
    }

    @Test
    void bothSidesCheckEachOther() throws Exception {
        String trust = parts.authority().toString();
        String certificate = parts.certificate("postgres").toString();
        String key = parts.key("postgres").toString();
        startNode(trust, certificate, key);

        // The server is not the one that the node trusts.
        refuses("see database.trust", others.authority().toString(), certificate, key);
        // The server does not trust the node: no certificate, one of another authority, one of another user.
        refuses("database.certificate", trust, "", "");
        refuses(
                "database.certificate",
                trust,
                others.certificate("postgres").toString(),
                others.key("postgres").toString());
        refuses(
                "database.certificate",
                trust,
                parts.certificate("somebody").toString(),
                parts.key("somebody").toString());
        // A certificate for another host.
        requireNonNull(server).close();
        server = serve("elsewhere.internal");
        refuses("see database.trust", trust, certificate, key);
    }
}
