package chat.paloma.node;

import chat.paloma.node.store.PostgresAddress;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A PostgreSQL server of a test's own, which can be killed. */
public final class TestPostgres implements AutoCloseable {
    private final Path data;
    private final int port = TestProcess.freePort();
    private EmbeddedPostgres server;

    public TestPostgres(Path data) throws IOException {
        this.data = data;
        this.server = run();
    }

    private EmbeddedPostgres run() throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                .start();
    }

    public PostgresAddress address() {
        return new PostgresAddress(
                "localhost", port, "postgres", "postgres", Optional.empty(), PostgresAddress.Security.NONE);
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

    private long number(String sql) {
        return TestDatabases.direct(address())
                .withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
