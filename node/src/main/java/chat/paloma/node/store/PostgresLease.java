package chat.paloma.node.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An advisory lock that a connection of its own holds. */
final class PostgresLease implements Lease {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresLease.class);
    private static final int VALID_SECONDS = 2;

    private final Connection connection;

    PostgresLease(Connection connection) {
        this.connection = connection;
    }

    /**
     * Lets the server find out within ten seconds that the holder's machine is gone, or can't be reached: nothing is sent
     * to it, so its silence says nothing, and the defaults of operating systems are two hours.
     */
    static void endWithItsNode(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET tcp_keepalives_idle = 5");
            statement.execute("SET tcp_keepalives_interval = 1");
            statement.execute("SET tcp_keepalives_count = 5");
        }
    }

    @Override
    public boolean isHeld() {
        try {
            return connection.isValid(VALID_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void close() {
        closeQuietly(connection);
    }

    static void closeQuietly(@Nullable Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            LOG.warn("closing a connection failed: {}", e.getMessage());
        }
    }
}
