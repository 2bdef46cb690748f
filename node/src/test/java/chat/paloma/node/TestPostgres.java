package chat.paloma.node;

import chat.paloma.node.store.PostgresAddress;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** A PostgreSQL server of a test's own, which can be killed. */
public final class TestPostgres implements AutoCloseable {
    private final Path data;
    private final int port = TestProcess.freePort();
    private final Optional<TestTls> tls;
    private EmbeddedPostgres server;

    /**
     * @param tls where it is reached by TLS, by whoever has a certificate for its user's name
     */
    public TestPostgres(Path data, Optional<TestTls> tls) throws IOException {
        this.data = data;
        this.tls = tls;
        this.server = run();
    }

    private EmbeddedPostgres run() throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port);
        if (tls.isEmpty()) {
            return builder.start();
        }
        TestCertificates certificates = tls.get().certificates();
        String host = tls.get().host();
        EmbeddedPostgres started = builder.setServerConfig("listen_addresses", "localhost," + host)
                .setServerConfig("ssl", "on")
                .setServerConfig("ssl_cert_file", certificates.certificate(host).toString())
                .setServerConfig("ssl_key_file", certificates.key(host).toString())
                .setServerConfig("ssl_ca_file", certificates.authority().toString())
                .start();
        Files.writeString(data.resolve("pg_hba.conf"), """
                host all all 127.0.0.1/32 trust
                host all all ::1/128 trust
                hostssl all all 10.0.0.0/8 cert
                """);
        TestDatabases.direct(address()).useHandle(handle -> handle.execute("SELECT pg_reload_conf()"));
        return started;
    }

    public PostgresAddress address() {
        return new PostgresAddress(
                "localhost", port, "postgres", "postgres", Optional.empty(), PostgresAddress.Security.NONE);
    }

    /** What a node must be told to reach it by TLS, without the certificates. */
    public List<String> tlsOptions() {
        PostgresAddress address = address();
        return List.of(
                "--database-url=postgresql://" + tls.orElseThrow().host() + ":" + port + "/" + address.database(),
                "--database-user=" + address.user());
    }

    /** Kills the server and all its processes. */
    public void kill() throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> all = postmaster.descendants().toList();
        postmaster.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
        postmaster.onExit().join();
        all.forEach(each -> each.onExit().join());
        Files.deleteIfExists(data.resolve("postmaster.pid"));
        // It finds nothing to stop, and lets go of the folder.
        server.close();
    }

    /** Starts it again on what it had on disk. */
    public void startAgain() throws IOException {
        server = run();
    }

    /** The number of the newest record. */
    public long lastRecord() {
        return number("SELECT MAX(id) FROM record");
    }

    /** How many records all lanes have. */
    public long lanes() {
        return number("SELECT SUM(sequence) FROM lane WHERE sequence > 0");
    }

    /**
     * Takes from every other node that it publishes for all, until the one at an address does.
     *
     * @param address as the server sees it
     */
    public void letPublish(String address) throws InterruptedException {
        String publisher = " FROM pg_stat_activity JOIN pg_locks USING (pid)"
                + " WHERE application_name = 'paloma relay' AND locktype = 'advisory' AND granted";
        Jdbi direct = TestDatabases.direct(address());
        for (int attempt = 0; attempt < 300; attempt++) {
            List<String> publishing =
                    direct.withHandle(handle -> handle.createQuery("SELECT host(client_addr)" + publisher)
                            .mapTo(String.class)
                            .list());
            if (publishing.equals(List.of(address))) {
                return;
            }
            direct.useHandle(handle -> handle.createQuery("SELECT pg_terminate_backend(pid)" + publisher)
                    .mapTo(Boolean.class)
                    .list());
            Thread.sleep(200);
        }
        throw new AssertionError("the node at " + address + " does not publish");
    }

    private long number(String sql) {
        return TestDatabases.direct(address())
                .withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
