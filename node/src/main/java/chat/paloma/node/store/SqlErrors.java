package chat.paloma.node.store;

import chat.paloma.node.store.StoreException.Reason;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What an engine's errors mean to the node. */
public final class SqlErrors {
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
                return new StoreException(Reason.UNAVAILABLE, String.valueOf(sql.getMessage()), error);
            }
        }
        return new StoreException(Reason.UNAVAILABLE, String.valueOf(error.getMessage()), error);
    }

    /** Whether an error is one of the disk: it is full, or can't be written. */
    static boolean isOfTheDisk(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException sqlite) {
                String code = sqlite.getResultCode().name();
                return code.startsWith("SQLITE_FULL")
                        || code.startsWith("SQLITE_IOERR")
                        || code.startsWith("SQLITE_READONLY")
                        || code.startsWith("SQLITE_CANTOPEN");
            }
        }
        return false;
    }

    private static Reason reason(SQLiteErrorCode code) {
        return switch (code) {
            case SQLITE_CORRUPT, SQLITE_CORRUPT_INDEX, SQLITE_CORRUPT_SEQUENCE, SQLITE_CORRUPT_VTAB, SQLITE_NOTADB ->
                Reason.DAMAGED;
            default -> Reason.UNAVAILABLE;
        };
    }
}
