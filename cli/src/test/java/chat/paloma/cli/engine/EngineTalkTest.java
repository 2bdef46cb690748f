package chat.paloma.cli.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.cli.AdministratorLink;
import chat.paloma.core.engine.EngineView;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.api.NoticeKind;
import chat.paloma.core.engine.api.Outcome;
import chat.paloma.core.engine.room.Standing;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.WhoMayAdd;
import chat.paloma.node.Node;
import chat.paloma.node.assembly.Chat;
import chat.paloma.node.config.NodeConfiguration;
import chat.paloma.node.config.SettingValues;
import chat.paloma.node.config.Settings;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole path with engines: a real node, real sockets, MLS from end to end. */
@Timeout(180)
class EngineTalkTest {
    @TempDir
    private Path folder;

    private Node node;
    private Member ana;
    private Member ben;

    // JUnit fills in the fields before each test.
    @SuppressWarnings("NullAway.Init")
    EngineTalkTest() {}

    @BeforeEach
    void begin() throws Exception {
        SettingValues values = new SettingValues();
        values.setFromOption(Settings.DATA, folder.resolve("node").toString());
        values.setFromOption(Settings.PORT, "0");
        values.setFromOption(Settings.BIND, "127.0.0.1");
        node = Node.start(NodeConfiguration.of(values), List.of(new Chat(false, false)));
        ana = Member.register("ana", AdministratorLink.of(node));
        ben = Member.register("ben", invite());
    }

    private String invite() throws Exception {
        return ((Outcome.Text) ana.perform(new Command.CreateInvite(false, 1))).text();
    }

    @AfterEach
    void end() {
        ana.close();
        ben.close();
        node.stop();
    }

    private RoomId conversation() throws Exception {
        RoomId room = ana.room(new Command.OpenDirect(ana.find(ben)));
        ana.perform(Command.SendMessage.of(room, "hello"));
        ben.await(view -> view.contacts().stream().anyMatch(row -> row.value().asks()));
        ben.perform(new Command.AnswerRequest(ana.account(), true));
        ben.awaitTexts(room, List.of("hello"));
        return room;
    }

    @Test
    void twoPeopleTalkOnceTheOneHasAccepted() throws Exception {
        RoomId room = conversation();
        ben.perform(Command.SendMessage.of(room, "hello yourself"));
        ana.awaitTexts(room, List.of("hello", "hello yourself"));
        assertEquals(
                ana.account(),
                ben.look(view -> view.room(room).orElseThrow().direct().orElseThrow()));
    }

    @Test
    void whoWasBlockedCanStillBeAnsweredOnceTheBlockIsTakenBack() throws Exception {
        RoomId room = ana.room(new Command.OpenDirect(ana.find(ben)));
        ana.perform(Command.SendMessage.of(room, "hello"));
        ben.await(view -> requests(view) == 1);
        ben.perform(new Command.Block(ana.account(), true));
        assertEquals(0, (int) ben.look(EngineTalkTest::requests));
        ben.perform(new Command.Block(ana.account(), false));
        assertEquals(1, (int) ben.look(EngineTalkTest::requests));
        ben.perform(new Command.AnswerRequest(ana.account(), true));
        ben.awaitTexts(room, List.of("hello"));
    }

    private static int requests(EngineView view) {
        return (int)
                view.contacts().stream().filter(row -> row.value().isRequest()).count();
    }

    @Test
    void whatIsWrittenOfflineIsSentLater() throws Exception {
        RoomId room = conversation();
        ben.host().goOffline();
        ben.perform(Command.SendMessage.of(room, "one"));
        ben.perform(Command.SendMessage.of(room, "two"));
        ana.perform(Command.SendMessage.of(room, "three"));
        ben.restart();
        // What still waits stands at the end, for its author alone.
        ana.await(view -> hasAll(view, room, 4));
        ben.await(view -> hasAll(view, room, 4));
        assertEquals(ana.texts(room), ben.texts(room));
    }

    private static boolean hasAll(EngineView view, RoomId room, int messages) {
        return Member.texts(view, room).size() == messages
                && view.room(room).orElseThrow().waiting() == 0;
    }

    /** What was written in between was not for them, and is nothing that can't be read. */
    @Test
    void whoLeftAndComesBackByALinkMissesNothingThatWasForThem() throws Exception {
        conversation();
        RoomId room = ana.room(new Command.CreateRoom("launch", List.of(ben.account()), WhoMayAdd.ADMINISTRATORS));
        ana.perform(Command.SendMessage.of(room, "ready?"));
        ben.awaitTexts(room, List.of("ready?"));
        String link = ((Outcome.Text) ana.perform(new Command.CreateLink(room))).text();
        ben.perform(new Command.Leave(room));
        ben.await(view -> view.entry(room)
                .filter(entry -> entry.standing() == Standing.ENDED)
                .isPresent());
        ana.perform(Command.SendMessage.of(room, "without ben"));
        ana.await(view -> view.room(room).orElseThrow().waiting() == 0);
        ben.perform(new Command.JoinByLink(link));
        ana.perform(Command.SendMessage.of(room, "welcome back"));
        ben.await(view -> Member.texts(view, room).contains("welcome back"));
        // By then everything that was asked for before is answered.
        ben.perform(Command.SendMessage.of(room, "here I am"));
        ana.await(view -> Member.texts(view, room).contains("here I am"));
        ben.await(view -> view.room(room).orElseThrow().waiting() == 0);
        assertTrue(ben.events().stream()
                .noneMatch(
                        event -> event instanceof EngineEvent.Notice notice && notice.kind() == NoticeKind.UNREADABLE));
        // A link that is no longer good leaves it as it was.
        ben.perform(new Command.Leave(room));
        ben.await(view -> view.entry(room)
                .filter(entry -> entry.standing() == Standing.ENDED)
                .isPresent());
        ana.perform(new Command.RevokeLinks(room));
        ben.refused(new Command.JoinByLink(link));
        assertEquals(
                Standing.ENDED, ben.look(view -> view.entry(room).orElseThrow().standing()));
    }

    @Test
    void threePeopleTalkInARoom() throws Exception {
        conversation();
        try (Member cleo = Member.register("cleo", invite())) {
            RoomId withCleo = ana.room(new Command.OpenDirect(ana.find(cleo)));
            cleo.await(
                    view -> view.contacts().stream().anyMatch(row -> row.value().asks()));
            cleo.perform(new Command.AnswerRequest(ana.account(), true));
            cleo.await(view -> view.room(withCleo).isPresent());
            RoomId room = ana.room(
                    new Command.CreateRoom("launch", List.of(ben.account(), cleo.account()), WhoMayAdd.ADMINISTRATORS));
            ana.await(view -> view.room(room)
                    .flatMap(EngineView.RoomInfo::roster)
                    .filter(roster -> roster.accounts().size() == 3)
                    .isPresent());
            ana.perform(Command.SendMessage.of(room, "ready?"));
            ben.awaitTexts(room, List.of("ready?"));
            cleo.awaitTexts(room, List.of("ready?"));
            cleo.perform(Command.SendMessage.of(room, "ready"));
            ben.awaitTexts(room, List.of("ready?", "ready"));
            assertEquals(
                    "launch", ana.look(view -> view.room(room).orElseThrow().name()));
        }
    }
}
