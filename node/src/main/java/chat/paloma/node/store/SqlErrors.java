package chat.paloma.node.store;

import chat.paloma.node.store.StoreException.Reason;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import javax.net.ssl.SSLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What an engine's errors mean to the node. */
public final class SqlErrors {
    // Classes and codes of SQLSTATE, as PostgreSQL uses them.
    private static final String CONNECTION = "08";
    private static final String AUTHORIZATION = "28";
    private static final String RESOURCES = "53";
    private static final String SHUTDOWN = "57P";
    private static final String SYSTEM = "58";
    private static final String DATA_DAMAGED = "XX001";
    private static final String INDEX_DAMAGED = "XX002";

    private SqlErrors() {}

    /** The same failure as a {@link StoreException}, whatever wraps the engine's error. */
    public static StoreException translate(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof StoreException known) {
                return known;
            }
            if (cause instanceof SQLiteException sqlite) {
                return new StoreException(reason(sqlite.getResultCode()), String.valueOf(sqlite.getMessage()), error);
            }
            if (cause instanceof SQLException sql) {
                return new StoreException(reason(sql), String.valueOf(sql.getMessage()), error);
            }
        }
        return new StoreException(Reason.UNAVAILABLE, String.valueOf(error.getMessage()), error);
    }

    /** Whether an error is one of what lies below the database: its disk can't be written, or it can't be reached. */
    static boolean isOfTheDisk(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException sqlite) {
                String code = sqlite.getResultCode().name();
                return code.startsWith("SQLITE_FULL")
                        || code.startsWith("SQLITE_IOERR")
                        || code.startsWith("SQLITE_READONLY")
                        || code.startsWith("SQLITE_CANTOPEN");
            }
            if (hasState(cause, RESOURCES) || hasState(cause, SYSTEM)) {
                return true;
            }
        }
        return isOfTheConnection(error);
    }

    /** Whether an error means that the connection to the database is lost: nothing more comes of it. */
    static boolean isOfTheConnection(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (hasState(cause, CONNECTION) || hasState(cause, SHUTDOWN)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasState(Throwable error, String beginning) {
        return error instanceof SQLException sql
                && sql.getSQLState() != null
                && sql.getSQLState().startsWith(beginning);
    }

    private static Reason reason(SQLException error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException || cause instanceof CertificateException) {
                return Reason.NOT_TRUSTED;
            }
        }
        if (hasState(error, AUTHORIZATION)) {
            return Reason.NOT_LET_IN;
        }
        if (hasState(error, DATA_DAMAGED) || hasState(error, INDEX_DAMAGED)) {
            return Reason.DAMAGED;
        }
        return isOfTheConnection(error) ? Reason.NOT_REACHED : Reason.UNAVAILABLE;
    }

    private static Reason reason(SQLiteErrorCode code) {
        return switch (code) {
            case SQLITE_CORRUPT, SQLITE_CORRUPT_INDEX, SQLITE_CORRUPT_SEQUENCE, SQLITE_CORRUPT_VTAB, SQLITE_NOTADB ->
                Reason.DAMAGED;
            default -> Reason.UNAVAILABLE;
        };
    }
}
