package chat.paloma.node.store;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * A database engine: what differs between those that a node can run on. All SQL but what stands in an engine runs on
 * each of them.
 */
interface Engine {
    /** Brings the database to this version's form, while no node writes to it. */
    void migrate();

    /** What opens connections for writing. */
    Jdbi writes();

    /** Opens the connection on which this process writes. */
    Handle openWriter();

    /** Connections for reading, each transaction of which sees one state. */
    HikariDataSource readers();

    /** Begins a transaction of this process's writer, the only one at a time in all processes. */
    void begin(Connection connection) throws SQLException;

    /**
     * Whether the newest transaction that was begun is on disk, when its commit was answered by an error. Waits until
     * that is decided.
     *
     * @param connection without a transaction, maybe another one than that of the transaction
     */
    boolean isOnDisk(Connection connection) throws SQLException;

    /**
     * Whether each statement is a way to a server and back, so that several are sent at once. Not so where they are
     * calls: SQLite's driver does not say of a batch what went wrong.
     */
    boolean isServer();

    /** Whether other nodes may use the database too: then what this one remembers may be overtaken at any time. */
    boolean isShared();

    /** Takes what one node at a time may have; empty while another one has it. */
    Optional<Lease> tryLease(Lease.Name name);

    /** A way to tell the other nodes of the database something; empty when there can't be any. */
    Optional<Announcements> announcements();

    /** How much of a disk the database takes, in bytes. */
    long size(Handle handle);

    /** What is wrong with the indexes of a table, if anything. */
    Optional<String> indexFault(Handle handle, String table);

    /** What is wrong with the database; empty when all is well. May take long. */
    List<String> check(Handle handle);
}
