package chat.paloma.cli.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.cli.AdministratorLink;
import chat.paloma.cli.MainForTests;
import chat.paloma.cli.client.Person;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.engine.api.Outcome;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.WhoMayAdd;
import chat.paloma.node.Node;
import chat.paloma.node.assembly.Chat;
import chat.paloma.node.config.NodeConfiguration;
import chat.paloma.node.config.SettingValues;
import chat.paloma.node.config.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.jline.terminal.Terminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** People in front of terminals, with a real node between them. */
@Timeout(240)
class ChatTest {
    @TempDir
    private Path folder;

    private Node node;
    private Person ana;

    // JUnit fills in the fields before each test.
    @SuppressWarnings("NullAway.Init")
    ChatTest() {}

    @BeforeEach
    void begin() throws Exception {
        SettingValues values = new SettingValues();
        values.setFromOption(Settings.DATA, folder.resolve("node").toString());
        values.setFromOption(Settings.PORT, "0");
        values.setFromOption(Settings.BIND, "127.0.0.1");
        node = Node.start(NodeConfiguration.of(values), List.of(new Chat(false, false)));
        String link = AdministratorLink.of(node);
        ana = Person.register("ana", folder.resolve("ana"), link);
    }

    @AfterEach
    void end() {
        ana.close();
        node.stop();
    }

    /** From a request to write, over rooms and threads, to what is deleted: all of it by keys, and seen on screens. */
    @Test
    void twoPeopleTalk() throws Exception {
        try (Person ben = Person.register("ben", folder.resolve("ben"), ana.invite());
                ScreenForTests hers = new ScreenForTests(ana.client(), 130, 40);
                ScreenForTests his = new ScreenForTests(ben.client(), 70, 24)) {
            hers.see("● online").see("No room is open.").enter("/dm ben").see("@ben · ");
            hers.enter("Hello **Ben**").see("Hello Ben  ◔");
            his.see("ana asks to write to you: /requests")
                    .enter("/requests")
                    .see("▸ ana")
                    .type("\r");
            his.see("Hello Ben").see("@ana · ● online");
            hers.see("● online").see("You added ben");

            his.enter("Hi @ana").see("Hi @ana  ✓");
            hers.see("▌ Hi @ana");
            hers.type("is this wri").see("is this wri");
            his.see("ana is writing…");
            hers.type("\025");

            // An answer, a reaction, a change.
            hers.type("\033[1;3A")
                    .see("▸ Hi @ana")
                    .type("r")
                    .see("Answer to ben")
                    .enter("Welcome");
            his.see("┆ ben: Hi @ana").see("Welcome");
            his.enter("/react heart");
            hers.see("❤ 1").type("\033[A").see("Change your message").type(" aboard\r");
            his.see("Welcome aboard  (edited)");

            // A thread, beside the room where there is space.
            his.enter("/thread Under it").see("↳ 1 reply");
            hers.see("↳ 1 reply")
                    .type("\033[1;3A")
                    .see("▸ Welcome")
                    .type("t")
                    .see("Thread · Esc closes")
                    .see("Under it");
            hers.enter("In the thread").type("\033").see(text -> !text.contains("Esc closes"), "the thread closed");
            his.see("↳ 2 replies");

            // A poll, what is pinned, what is found.
            hers.enter("/poll When? | Friday | Monday").see("1  ░░░░░░░░░░  0  Friday");
            his.see("Monday").enter("/vote 2").see("▓▓▓▓▓▓▓▓▓▓  1  Monday  (your vote)");
            hers.see("▓▓▓▓▓▓▓▓▓▓  1  Monday").enter("/pin").see("pinned");
            his.see("pinned").enter("/pins").see("Pinned here").see("When?").type("\033");
            his.enter("/search aboard")
                    .see("Found for 'aboard'")
                    .see("Welcome aboard")
                    .type("\r");
            his.see("▸ Welcome aboard").type("\033\033").see("Message @ana");
            hers.enter("/delete").see("Delete this for everybody?").type("\r").see("deleted");

            // What steers a terminal is shown as what it is.
            ana.perform(Command.SendMessage.of(room(), "x\033[2J\033]0;evil\007y"));
            his.see("x\ufffd[2J\ufffd]0;evil\ufffdy");
            assertFalse(his.written().contains("evil\007"));

            // Another size, another room.
            his.resize(120, 30);
            his.see(text -> text.contains("Paloma · ben"), "the list of rooms");
            hers.enter("/create launch")
                    .see("#launch · 1 person")
                    .enter("/add ben")
                    .see("#launch · 2 people");
            his.see("Rooms").see("# ");
            hers.type("\013").see("Jump to").type("@be\r").see("Message @ben");
            hers.enter("/quit").awaitEnd();
            his.type("\004").awaitEnd();
            assertTrue(hers.isAsBefore() && his.isAsBefore());
        }
    }

    private RoomId room() throws Exception {
        return ana.client().look(view -> view.rooms().getFirst());
    }

    @Test
    void theTerminalIsAsBeforeHoweverItEnds() throws Exception {
        try (ScreenForTests screen = new ScreenForTests(ana.client(), 80, 24)) {
            screen.see("● online");
            assertTrue(screen.written().contains("\033[?1049h") && !screen.isAsBefore());
            screen.raise(Terminal.Signal.INT);
            screen.awaitEnd();
            assertRestored(screen);
        }
        // The client breaks while the chat runs.
        ScreenForTests broken = new ScreenForTests(ana.client(), 80, 24);
        broken.see("● online");
        ana.stop();
        broken.type("x");
        Throwable failure = assertThrows(ExecutionException.class, broken::awaitEnd);
        assertTrue(String.valueOf(failure).contains("the client was closed"), String.valueOf(failure));
        assertRestored(broken);
        broken.close();
        ana.start();
    }

    private static void assertRestored(ScreenForTests screen) {
        assertTrue(screen.written().contains("\033[?2004l"));
        assertTrue(
                screen.written().lastIndexOf("\033[?1049l") > screen.written().lastIndexOf("\033[?1049h"));
        assertTrue(screen.isAsBefore());
    }

    /** Without a connection it shows what there is, keeps what is written, and says why nothing moves. */
    @Test
    void withoutAConnectionItWaits() throws Exception {
        RoomId room = ((Outcome.Room) ana.perform(new Command.CreateRoom("alone", List.of(), WhoMayAdd.ADMINISTRATORS)))
                .room();
        ana.send(room, "before");
        node.stop();
        try (ScreenForTests screen = new ScreenForTests(ana.client(), 80, 24)) {
            screen.see("connecting… the server can't be reached").see("before");
            screen.enter("after").see("after  ◔").see("Not sent yet: waits for a connection");
            screen.enter("/dm carol").see("Not done: ").see("can't be reached");
            // A draft is there again.
            screen.type("half a sent").see("half a sent").type("\003").awaitEnd();
        }
        try (ScreenForTests screen = new ScreenForTests(ana.client(), 80, 24)) {
            screen.see("half a sent").see("after  ◔");
        }
    }

    @Test
    void withoutATerminalItSaysWhatWorks() {
        ana.stop();
        MainForTests.Result result = MainForTests.run(
                "client", "chat", "--profile", folder.resolve("ana").toString());
        assertEquals(
                "paloma: chat needs a terminal that can move its cursor: 'listen', 'send' and 'history' work without one",
                result.err().strip());
        assertEquals(1, result.status());
    }
}
