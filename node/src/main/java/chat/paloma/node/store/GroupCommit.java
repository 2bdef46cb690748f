package chat.paloma.node.store;

import chat.paloma.node.store.StoreException.Reason;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of a database: it takes all writes that wait, does them in one transaction, and answers them once it
 * is on disk. So the cost of reaching the disk is shared, and an answer means that the write survives a crash.
 *
 * <p>Writes are done in the order in which they came, and answered in that order, on the writer's thread: what hangs on
 * an answer must be brief. When one of them throws, the transaction is rolled back and done again with a savepoint
 * around each, so that only that one fails; a write must therefore change nothing but the database and the
 * transaction's scratch.
 */
final class GroupCommit implements AutoCloseable {
    /** Writes that may wait; one more is refused. */
    static final int MAX_WAITING = 8192;
    /** Writes that share a transaction. */
    static final int MAX_GROUP = 512;
    /** How far apart transactions begin, at least, while several writes come at a time. */
    static final Duration APART = Duration.ofMillis(2);

    /** How long a failure of the disk counts: then others may try again, as they were told. */
    private static final Duration FAILURE_COUNTS = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    /** How long writes wait for a database that does not answer, before they are refused. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(200);

    private final Engine engine;
    private volatile Handle handle;
    private volatile Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private final BlockingQueue<Write<?>> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Thread thread;
    private volatile boolean closing;
    /** Whether the writer was told to end; only its thread uses this. */
    private boolean stopped;
    /** When the newest transaction began; only the writer's thread uses this. */
    private long beganAt = System.nanoTime();
    /** Whether the newest transaction was shared, or something came meanwhile; only the writer's thread uses this. */
    private boolean busy;
    /** What is damaged; nothing is written then. */
    private volatile Optional<String> damage = Optional.empty();

    private final LongAdder commits = new LongAdder();
    /** When the disk last refused a write. */
    private volatile Optional<Long> failedAt = Optional.empty();

    GroupCommit(Engine engine) throws SQLException {
        this.engine = engine;
        this.handle = engine.openWriter();
        this.connection = handle.getConnection();
        connection.setAutoCommit(false);
        this.thread = Thread.ofPlatform().name("store-writer").unstarted(this::run);
        thread.start();
    }

    private static final class Write<T> {
        final Function<Transaction, T> work;
        final CompletableFuture<T> answer = new CompletableFuture<>();
        private volatile Outcome<T> outcome = new Outcome<>(null, null);

        Write(Function<Transaction, T> work) {
            this.work = work;
        }

        void run(Transaction transaction) {
            outcome = new Outcome<>(work.apply(transaction), null);
        }

        void fail(RuntimeException failure) {
            outcome = new Outcome<>(null, failure);
        }

        boolean failedAtTheDisk() {
            return outcome.failure() != null && SqlErrors.isOfTheDisk(outcome.failure());
        }

        void answer() {
            Outcome<T> known = outcome;
            if (known.failure() != null) {
                answer.completeExceptionally(known.failure());
            } else {
                answer.complete(known.value());
            }
        }
    }

    private record Outcome<T>(@Nullable T value, @Nullable RuntimeException failure) {}

    /** Asks for a write. The answer fails with {@link StoreException}, or with what the write threw. */
    <T> CompletableFuture<T> submit(Function<Transaction, T> work) {
        Write<T> write = new Write<>(work);
        if (damage.isPresent()) {
            write.fail(new StoreException(Reason.DAMAGED, damage.get()));
            write.answer();
        } else if (closing) {
            write.fail(new StoreException(Reason.CLOSED, "the node shuts down"));
            write.answer();
        } else if (!waiting.offer(write)) {
            write.fail(new StoreException(Reason.BUSY, MAX_WAITING + " writes wait"));
            write.answer();
        } else if (closing && waiting.remove(write)) {
            write.fail(new StoreException(Reason.CLOSED, "the node shuts down"));
            write.answer();
        }
        return write.answer;
    }

    /** Takes no write from now on, because of this damage. */
    void refuse(String found) {
        damage = Optional.of(found);
    }

    boolean isRefusing() {
        return damage.isPresent();
    }

    /** Writes that wait now. */
    int waiting() {
        return waiting.size();
    }

    /** Transactions that reached the disk. */
    long commits() {
        return commits.sum();
    }

    private void run() {
        List<Write<?>> group = new ArrayList<>();
        try {
            while (!stopped) {
                group.clear();
                group.add(waiting.take());
                gather();
                takeWaiting(group);
                List<Runnable> afterCommit = commit(group);
                // Before the answers: who has to wait for one before the next write does not count.
                busy = group.size() > 1 || !waiting.isEmpty();
                afterCommit.forEach(GroupCommit::runSafely);
                group.forEach(write -> runSafely(write::answer));
                if (group.stream().anyMatch(Write::failedAtTheDisk)) {
                    failedAt = Optional.of(System.nanoTime());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Lets others come along where several write at a time and the disk is quick: each transaction costs as much as many
     * writes. Whoever writes alone does not wait, nor does anybody where a transaction takes longer than this anyway.
     */
    private void gather() {
        if (busy) {
            LockSupport.parkNanos(beganAt + APART.toNanos() - System.nanoTime());
        }
        beganAt = System.nanoTime();
    }

    private void takeWaiting(List<Write<?>> group) {
        waiting.drainTo(group, MAX_GROUP - group.size());
        stopped |= group.removeIf(write -> write == STOP);
    }

    /** Whether the disk has taken all writes of the last seconds. */
    boolean isWorking() {
        return failedAt.filter(at -> System.nanoTime() - at < FAILURE_COUNTS.toNanos())
                .isEmpty();
    }

    private static void runSafely(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.error("what hangs on a write failed", e);
        }
    }

    /** Does the writes of a group, and returns what is to be done now that they are on disk. */
    private List<Runnable> commit(List<Write<?>> group) {
        if (group.isEmpty()) {
            return List.of();
        }
        try {
            engine.begin(connection);
            // What came while it waited for its turn among the nodes of the database does not wait for the next one.
            takeWaiting(group);
            Transaction transaction = new Transaction(handle, statements, engine.isServer());
            for (Write<?> write : group) {
                write.run(transaction);
            }
            transaction.finish();
            end();
            return transaction.afterCommit();
        } catch (RuntimeException | SQLException e) {
            rollBack();
            if (group.size() > 1 || SqlErrors.isOfTheConnection(e)) {
                return commitWithSavepoints(group);
            }
            group.getFirst().fail(asFailure(e));
            return List.of();
        }
    }

    /** Commits, and returns when that is on disk. What it throws means that it is not. */
    private void end() throws SQLException {
        try {
            connection.commit();
        } catch (SQLException e) {
            if (!isOnDisk()) {
                throw e;
            }
        }
        commits.increment();
    }

    /**
     * Whether a commit that was answered by an error is on disk. Nothing can be written before that is known; what comes
     * meanwhile waits, and is refused when it takes long.
     */
    private boolean isOnDisk() {
        long began = System.nanoTime();
        while (true) {
            try {
                return engine.isOnDisk(connection);
            } catch (SQLException e) {
                failedAt = Optional.of(System.nanoTime());
                reopen();
            }
            if (System.nanoTime() - began > PATIENCE.toNanos()) {
                refuseWaiting();
            }
            sleep();
        }
    }

    private void refuseWaiting() {
        List<Write<?>> refused = new ArrayList<>();
        waiting.drainTo(refused);
        if (refused.remove(STOP)) {
            stopped = true;
            throw new StoreException(Reason.UNAVAILABLE, "it is not known whether the last writes are on disk");
        }
        for (Write<?> write : refused) {
            write.fail(new StoreException(Reason.UNAVAILABLE, "the database does not answer"));
            runSafely(write::answer);
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(BETWEEN_QUESTIONS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(Reason.CLOSED, "the node shuts down");
        }
    }

    private List<Runnable> commitWithSavepoints(List<Write<?>> group) {
        // Scratch is not shared here: a write that is rolled back would leave in it what is not so.
        List<Runnable> afterCommit = new ArrayList<>();
        try {
            engine.begin(connection);
            for (Write<?> write : group) {
                Savepoint savepoint = connection.setSavepoint();
                try {
                    Transaction transaction = new Transaction(handle, statements, engine.isServer());
                    write.run(transaction);
                    transaction.finish();
                    connection.releaseSavepoint(savepoint);
                    afterCommit.addAll(transaction.afterCommit());
                } catch (RuntimeException e) {
                    connection.rollback(savepoint);
                    write.fail(asFailure(e));
                }
            }
            end();
            return afterCommit;
        } catch (RuntimeException | SQLException e) {
            rollBack();
            group.forEach(write -> write.fail(SqlErrors.translate(e)));
            return List.of();
        }
    }

    private void rollBack() {
        try {
            connection.rollback();
        } catch (SQLException e) {
            // On a full disk SQLite has rolled back by itself, and the connection is within no transaction any more:
            // what is written next would not wait for its commit. A new connection begins with one.
            LOG.warn("the connection is opened anew: {}", e.getMessage());
            reopen();
        }
    }

    private void reopen() {
        statements.clear();
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.error("closing the connection failed: {}", e.getMessage());
        }
        long began = System.nanoTime();
        boolean told = false;
        while (!open(told) && System.nanoTime() - began < PATIENCE.toNanos()) {
            failedAt = Optional.of(System.nanoTime());
            told = true;
            sleep();
        }
    }

    /** Whether there is a new connection, or no use in trying again soon: then each of the next writes tries. */
    private boolean open(boolean quietly) {
        try {
            Handle next = engine.openWriter();
            handle = next;
            connection = next.getConnection();
            connection.setAutoCommit(false);
            return true;
        } catch (RuntimeException | SQLException e) {
            if (!quietly) {
                LOG.error("opening the database again failed: {}", e.getMessage());
            }
            return !SqlErrors.isOfTheConnection(e) && !(e instanceof StoreException);
        }
    }

    private static RuntimeException asFailure(Exception e) {
        if (e instanceof Refusal refusal) {
            return refusal;
        }
        if (e instanceof SQLException || e instanceof StoreException || e instanceof org.jdbi.v3.core.JdbiException) {
            return SqlErrors.translate(e);
        }
        return e instanceof RuntimeException known ? known : new IllegalStateException(e);
    }

    private static final Write<?> STOP = new Write<>(transaction -> "");

    /** Does what waits, and ends. */
    @Override
    public void close() {
        if (closing) {
            return;
        }
        closing = true;
        try {
            waiting.put(STOP);
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            // A handle refuses to be closed within a transaction, and without this it always is within one.
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            LOG.error("ending the last transaction failed: {}", e.getMessage());
        }
        handle.close();
    }
}
