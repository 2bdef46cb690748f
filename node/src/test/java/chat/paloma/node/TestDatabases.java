package chat.paloma.node;

import chat.paloma.node.store.Database;
import chat.paloma.node.store.PostgresAddress;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * The databases of the tests: SQLite in the folder of each, or, with {@code -Dpaloma.test.store=postgresql}, one on a
 * real PostgreSQL server for each folder.
 */
public final class TestDatabases {
    /** Whether this run is on PostgreSQL. */
    public static final boolean ON_POSTGRESQL = "postgresql".equals(System.getProperty("paloma.test.store"));

    private static final String OWNER = "postgres";

    private TestDatabases() {}

    /** The server, started with the first database, stopped with the process. */
    private static final class Server {
        static final EmbeddedPostgres RUNNING = start();

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setPGStartupWait(Duration.ofMinutes(2))
                        // What the tests show of it does not need the disk, and takes much longer with it.
                        .setServerConfig("fsync", "off")
                        .start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    try {
                        server.close();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }));
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The database of a folder. */
    public static Database open(Path folder) {
        return ON_POSTGRESQL ? Database.open(address(folder)) : Database.open(folder);
    }

    /** What a node must be told to use it. */
    static List<String> options(Path folder) {
        if (!ON_POSTGRESQL) {
            return List.of();
        }
        return options(address(folder));
    }

    /** What a node must be told to use a database on a server. */
    public static List<String> options(PostgresAddress address) {
        return List.of(
                "--database-url=postgresql://" + address.host() + ":" + address.port() + "/" + address.database(),
                "--database-user=" + address.user());
    }

    /** The database of a folder without the node, for what no node does; none may have it open. */
    public static Jdbi direct(Path folder) {
        if (!ON_POSTGRESQL) {
            return Jdbi.create("jdbc:sqlite:" + folder.resolve(Database.FILE));
        }
        return direct(address(folder));
    }

    /** The same of a database on the server. */
    public static Jdbi direct(PostgresAddress address) {
        return Jdbi.create("jdbc:postgresql://" + address.host() + ":" + address.port() + "/" + address.database()
                + "?user=" + address.user() + "&currentSchema=users,chat,public");
    }

    /** A database on the server, made when there is none for this folder yet. */
    public static PostgresAddress address(Path folder) {
        String name =
                "test_" + HexFormat.of().toHexDigits(folder.toAbsolutePath().hashCode());
        createOnce(name, Template.NAME);
        return address(name);
    }

    /** A database with all tables and nothing in them: copying it is quicker than making them each time. */
    private static final class Template {
        static final String NAME = create();

        private static String create() {
            createOnce("paloma_template", "template0");
            Database.open(address("paloma_template")).close();
            return "paloma_template";
        }
    }

    private static synchronized void createOnce(String name, String template) {
        try (Connection connection = Server.RUNNING.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + name + "'")) {
            if (!row.next()) {
                connection.createStatement().execute("CREATE DATABASE " + name + " TEMPLATE " + template);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PostgresAddress address(String database) {
        return new PostgresAddress(
                "localhost",
                Server.RUNNING.getPort(),
                database,
                OWNER,
                Optional.empty(),
                PostgresAddress.Security.NONE);
    }
}
