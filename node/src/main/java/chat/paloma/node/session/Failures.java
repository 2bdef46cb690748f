package chat.paloma.node.session;

import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.node.store.Refusal;
import chat.paloma.node.store.SqlErrors;
import chat.paloma.node.store.StoreException;
import java.util.concurrent.CompletionException;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What somebody outside is told about an error. A fault of the node goes to its log, and nobody else sees it. */
public final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    public static Failure explain(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        if (cause instanceof Refusal refusal) {
            return refusal.failure();
        }
        if (cause instanceof StoreException store) {
            return explain(store);
        }
        if (cause instanceof JdbiException) {
            return explain(SqlErrors.translate(cause));
        }
        LOG.error("a request failed", cause);
        return Failure.after(FailureCode.INTERNAL, 1000, "");
    }

    private static Failure explain(StoreException store) {
        return switch (store.reason()) {
            case BUSY -> Failure.after(FailureCode.STORAGE_UNAVAILABLE, 100, "the node is busy");
            case CLOSED -> Failure.after(FailureCode.DRAINING, 1000, "");
            case UNAVAILABLE, NOT_REACHED, NOT_LET_IN, NOT_TRUSTED -> {
                LOG.error("the store refuses: {}", store.getMessage());
                yield Failure.after(FailureCode.STORAGE_UNAVAILABLE, 5000, "");
            }
            case DAMAGED -> {
                LOG.error("the store is damaged: {}", store.getMessage());
                yield Failure.of(FailureCode.RECORD_DAMAGED, "");
            }
        };
    }
}
