package chat.paloma.cli.chat;

import chat.paloma.cli.chat.draw.Frame;
import chat.paloma.cli.chat.draw.Look;
import chat.paloma.cli.chat.draw.ScreenDrawing;
import chat.paloma.cli.chat.model.Act;
import chat.paloma.cli.chat.model.ChatModel;
import chat.paloma.cli.chat.model.Key;
import chat.paloma.cli.chat.scene.Happenings;
import chat.paloma.cli.chat.scene.Scene;
import chat.paloma.cli.chat.scene.SceneReader;
import chat.paloma.cli.chat.scene.Wanted;
import chat.paloma.cli.chat.terminal.TerminalScreen;
import chat.paloma.cli.chat.text.Tone;
import chat.paloma.client.Client;
import chat.paloma.client.host.StorageException;
import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.api.NotificationLevel;
import chat.paloma.core.membership.RoomId;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/**
 * The interactive terminal. One thread owns the model and draws; keys, events of the client and outcomes of commands reach
 * it through a queue.
 */
public final class Chat {
    /** So that days and times go on while nothing happens. */
    private static final long REDRAW_SECONDS = 30;
    /** How long the end of the process waits for a draft to be kept. */
    private static final long END_SECONDS = 3;

    private final Client client;
    private final Terminal terminal;
    private final boolean colours;
    private final InstantSource clock = InstantSource.system();
    private final LinkedBlockingQueue<Runnable> inputs = new LinkedBlockingQueue<>();
    private final List<EngineEvent> events = new ArrayList<>();
    private final Happenings happenings = new Happenings();
    private final CountDownLatch finished = new CountDownLatch(1);
    private int notesSeen;
    private int askingSeen;
    private boolean quitting;
    private boolean redraw;
    private boolean ring;
    private @Nullable StorageException broken;

    /** Of an account on a terminal. */
    public Chat(Client client, Terminal terminal, boolean colours) {
        this.client = client;
        this.terminal = terminal;
        this.colours = colours;
    }

    /** Runs until the person ends it, or the terminal is gone. The terminal is as before then. */
    public void run() throws InterruptedException {
        ChatModel model = new ChatModel(look(Wanted.NOTHING));
        Acts acts = new Acts(client, model, inputs, happenings);
        Told told = new Told();
        try (TerminalScreen screen = TerminalScreen.open(
                terminal,
                colours,
                () -> inputs.add(() -> {}),
                () -> inputs.add(() -> perform(model, acts, Key.of(Key.Name.INTERRUPT))))) {
            Thread atEnd = Thread.ofPlatform().unstarted(() -> endedFromOutside(screen));
            Runtime.getRuntime().addShutdownHook(atEnd);
            client.listen(told);
            Thread.ofPlatform().name("keys").daemon().start(() -> readKeys(screen, model, acts));
            try {
                work(screen, model, acts);
            } finally {
                client.ignore(told);
                finished.countDown();
                removeHook(atEnd);
            }
        }
        if (broken != null) {
            throw broken;
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It runs already.
        }
    }

    /** The process is told to end. */
    private void endedFromOutside(TerminalScreen screen) {
        inputs.add(() -> quitting = true);
        try {
            if (!finished.await(END_SECONDS, TimeUnit.SECONDS)) {
                System.getLogger(Chat.class.getName()).log(System.Logger.Level.DEBUG, "the end came before the draft");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        screen.close();
    }

    private void readKeys(TerminalScreen screen, ChatModel model, Acts acts) {
        while (true) {
            Optional<Key> key;
            try {
                key = screen.nextKey();
            } catch (RuntimeException | java.io.IOError e) {
                key = Optional.empty();
            }
            if (key.isEmpty()) {
                inputs.add(() -> quitting = true);
                return;
            }
            inputs.add(new Pressed(key.get(), pressed -> perform(model, acts, pressed)));
        }
    }

    private void perform(ChatModel model, Acts acts, Key key) {
        perform(acts, model.press(key));
    }

    private void perform(Acts acts, List<Act> wanted) {
        for (Act act : wanted) {
            switch (act) {
                case Act.Quit() -> quitting = true;
                case Act.Redraw() -> redraw = true;
                default -> acts.perform(act);
            }
        }
    }

    private void work(TerminalScreen screen, ChatModel model, Acts acts) throws InterruptedException {
        while (!quitting && broken == null) {
            perform(acts, model.update(look(model.wanted())));
            tellNews(screen, model);
            if (redraw) {
                redraw = false;
                screen.forget();
            }
            Look look = new Look(screen.isUnicode(), ZoneId.systemDefault(), clock.millis());
            Frame frame = ScreenDrawing.draw(model, look, screen.columns(), screen.rows());
            model.drawn(frame.timeline(), frame.replies());
            screen.show(frame);
            takeIn();
        }
        acts.performAndWait(model.end());
    }

    /** Waits for something to come in, and takes in all that there is up to a key that needs what is drawn. */
    private void takeIn() throws InterruptedException {
        @Nullable Runnable next = inputs.poll(REDRAW_SECONDS, TimeUnit.SECONDS);
        boolean typed = true;
        while (next != null) {
            next.run();
            typed &= !(next instanceof Pressed pressed) || pressed.key().name() == Key.Name.TEXT;
            next = typed || !(inputs.peek() instanceof Pressed) ? inputs.poll() : null;
        }
    }

    /** A key that waits for its turn. */
    private record Pressed(Key key, Consumer<Key> then) implements Runnable {
        @Override
        public void run() {
            then.accept(key);
        }
    }

    /** Takes in what has happened, and looks. */
    private Scene look(Wanted wanted) throws InterruptedException {
        List<EngineEvent> taken = List.copyOf(events);
        events.clear();
        Scene.Link link = new Scene.Link(
                client.connection(),
                client.connectionProblem().map(Object::toString).orElse(""),
                false);
        return client.look(view -> {
            taken.forEach(event -> happenings.happened(event, view, clock.millis()));
            return SceneReader.read(view, wanted, link, happenings);
        });
    }

    /** Says what came up since the last time. */
    private void tellNews(TerminalScreen screen, ChatModel model) {
        List<Scene.Note> notes = happenings.notes();
        if (notes.size() > notesSeen) {
            Scene.Note newest = notes.getLast();
            model.say(newest.text(), newest.tone());
        }
        notesSeen = notes.size();
        List<Scene.Person> asking = model.scene().asking();
        if (asking.size() > askingSeen) {
            model.say(asking.getLast().name() + " asks to write to you: /requests", Tone.ACCENT);
            screen.ring();
        }
        askingSeen = asking.size();
        if (ring) {
            ring = false;
            screen.ring();
        }
    }

    /** Whether somebody should look up: for a mention, and in a conversation of two. */
    private void arrived(RoomId room, boolean mentionsMe) {
        try {
            ring |= client.look(view -> view.notifications(room) != NotificationLevel.NONE
                    && (mentionsMe
                            || view.room(room).flatMap(info -> info.direct()).isPresent()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (StorageException e) {
            // The client has ended, which is told elsewhere.
        }
    }

    private final class Told implements Client.Listener {
        @Override
        public void happened(EngineEvent event) {
            inputs.add(() -> {
                events.add(event);
                if (event instanceof EngineEvent.MessageArrived message) {
                    arrived(message.room(), message.mentionsMe());
                }
            });
        }

        @Override
        public void fellBehind() {
            inputs.add(happenings::fellBehind);
        }

        @Override
        public void notStored(StorageException why) {
            inputs.add(() -> happenings.note(String.valueOf(why.getMessage()), clock.millis()));
        }

        @Override
        public void ended(StorageException why) {
            inputs.add(() -> broken = why);
        }
    }
}
