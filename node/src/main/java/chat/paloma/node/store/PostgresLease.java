package chat.paloma.node.store;

import java.sql.Connection;
import java.sql.SQLException;
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
