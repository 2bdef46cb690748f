package chat.paloma.cli.chat;

import chat.paloma.client.Client;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jline.builtins.ScreenTerminal;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;

/** Somebody in front of a terminal in which the chat runs: they type, and see what a terminal makes of what is written. */
final class ScreenForTests implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long LOOK_AGAIN_MILLIS = 20;

    private final PipedOutputStream keyboard = new PipedOutputStream();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final ScreenTerminal screen;
    private final Terminal terminal;
    private final Attributes before;
    private final CompletableFuture<Void> running;

    ScreenForTests(Client client, int columns, int rows) throws Exception {
        screen = new ScreenTerminal(columns, rows);
        terminal = new ExternalTerminal(
                "test",
                "screen-256color",
                new PipedInputStream(keyboard, 1 << 16),
                new Shown(),
                StandardCharsets.UTF_8);
        terminal.setSize(new Size(columns, rows));
        before = terminal.getAttributes();
        running = CompletableFuture.runAsync(
                () -> {
                    try {
                        new Chat(client, terminal, true).run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                work -> Thread.ofPlatform().daemon().start(work));
    }

    /** What is written goes to the emulated terminal. */
    private final class Shown extends OutputStream {
        private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

        @Override
        public synchronized void write(int b) {
            pending.write(b);
        }

        @Override
        public synchronized void write(byte[] bytes, int from, int length) {
            pending.write(bytes, from, length);
        }

        @Override
        public synchronized void flush() {
            written.writeBytes(pending.toByteArray());
            screen.write(pending.toString(StandardCharsets.UTF_8));
            pending.reset();
        }
    }

    ScreenForTests type(String text) throws IOException {
        keyboard.write(text.getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
        return this;
    }

    ScreenForTests enter(String text) throws IOException {
        return type(text + "\r");
    }

    String text() {
        return screen.toString();
    }

    /** Waits until the screen has this text. */
    ScreenForTests see(String text) throws InterruptedException {
        return see(shown -> shown.contains(text), text);
    }

    ScreenForTests see(Predicate<String> wanted, String what) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!wanted.test(text())) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("no '" + what + "' on\n" + text());
            }
            if (running.isCompletedExceptionally()) {
                running.join();
            }
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
        return this;
    }

    void resize(int columns, int rows) {
        screen.setSize(columns, rows);
        terminal.setSize(new Size(columns, rows));
        terminal.raise(Terminal.Signal.WINCH);
    }

    void raise(Terminal.Signal signal) {
        terminal.raise(signal);
    }

    /** Waits until the chat has ended. */
    void awaitEnd() throws Exception {
        running.get(60, TimeUnit.SECONDS);
    }

    /** Everything that was written to the terminal. */
    String written() {
        return written.toString(StandardCharsets.UTF_8);
    }

    boolean isAsBefore() {
        return terminal.getAttributes().toString().equals(before.toString());
    }

    /** The terminal goes away, and the chat with it. */
    @Override
    public void close() throws IOException {
        keyboard.close();
        try {
            running.get(60, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            // How it ended, tests ask for where it matters.
            Objects.requireNonNull(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("the chat does not end", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        terminal.close();
    }
}
