package chat.paloma.cli.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.cli.AdministratorLink;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.engine.EngineView;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.api.NoticeKind;
import chat.paloma.core.engine.api.Outcome;
import chat.paloma.core.engine.room.RoomLog;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.WhoMayAdd;
import chat.paloma.core.room.Attestation;
import chat.paloma.core.room.RoomItem;
import chat.paloma.core.room.StoredOperation;
import chat.paloma.core.room.operation.Content;
import chat.paloma.core.room.operation.OperationId;
import chat.paloma.jvm.JdkCrypto;
import chat.paloma.node.Node;
import chat.paloma.node.assembly.Chat;
import chat.paloma.node.config.NodeConfiguration;
import chat.paloma.node.config.SettingValues;
import chat.paloma.node.config.Settings;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What somebody finds who comes into a room later, over a real node. */
@Timeout(180)
class NewcomersTest {
    private static final long NEVER = 3_600_000;

    @TempDir
    private Path folder;

    private Node node;
    private Member ana;
    private Member ben;
    private Member cleo;
    private RoomId room;

    // JUnit fills in the fields before each test.
    @SuppressWarnings("NullAway.Init")
    NewcomersTest() {}

    // Each test makes the people and the room that it needs.
    @SuppressWarnings("NullAway.Init")
    @BeforeEach
    void begin() throws Exception {
        SettingValues values = new SettingValues();
        values.setFromOption(Settings.DATA, folder.resolve("node").toString());
        values.setFromOption(Settings.PORT, "0");
        values.setFromOption(Settings.BIND, "127.0.0.1");
        node = Node.start(NodeConfiguration.of(values), List.of(new Chat(false, false)));
    }

    @AfterEach
    void end() {
        ana.close();
        ben.close();
        cleo.close();
        node.stop();
    }

    /** Ana and ben in a room, and cleo whom ana may add. */
    private void meet(Member one, Member other) throws Exception {
        ana = one.registered(AdministratorLink.of(node));
        ben = other.registered(invite());
        cleo = new Member("cleo").registered(invite());
        room = ana.room(new Command.CreateRoom("garden", List.of(), WhoMayAdd.MEMBERS));
        befriend(ben);
        ana.perform(new Command.AddMember(room, ana.find(ben)));
        ben.await(view -> view.room(room).isPresent() && !view.awaitsHistory(room));
        befriend(cleo);
    }

    private String invite() throws Exception {
        return ((Outcome.Text) ana.perform(new Command.CreateInvite(false, 1))).text();
    }

    private void befriend(Member other) throws Exception {
        ana.perform(new Command.OpenDirect(ana.find(other)));
        other.await(view -> view.contacts().stream().anyMatch(row -> row.value().asks()));
        other.perform(new Command.AnswerRequest(ana.account(), true));
        ana.await(view -> view.contact(other.handleOf(view)).orElseThrow().accepts());
    }

    private OperationId say(Member member, String text) throws Exception {
        Outcome.Operation said = (Outcome.Operation) member.perform(Command.SendMessage.of(room, text));
        return new OperationId(said.entry().bytes());
    }

    /** Some talk, which all have read. */
    private void talk() throws Exception {
        OperationId first = say(ana, "the roses are in");
        ben.awaitTexts(room, List.of("the roses are in"));
        ben.perform(new Command.React(room, first, "🌹", true));
        say(ben, "all of them?");
        OperationId slip = say(ben, "a slip");
        ben.perform(new Command.DeleteMessage(room, slip));
        ben.perform(new Command.Pin(room, first, true));
        ana.perform(new Command.SetTopic(room, "what grows"));
        ana.await(view -> view.conversation(room)
                        .item(slip)
                        .filter(item -> isDeleted(item))
                        .isPresent()
                && view.room(room).orElseThrow().waiting() == 0);
        ben.await(view -> view.conversation(room).topic().isPresent()
                && view.room(room).orElseThrow().waiting() == 0);
    }

    private static boolean sees(Member member, Predicate<EngineView> what) throws Exception {
        return member.look(what::test);
    }

    private static boolean isDeleted(RoomItem item) {
        return item.body() instanceof RoomItem.Body.Deleted;
    }

    private void add(Member newcomer) throws Exception {
        ana.perform(new Command.AddMember(room, ana.find(newcomer)));
        newcomer.await(view -> view.room(room).isPresent() && !view.awaitsHistory(room));
    }

    private static StoredOperation said(EngineView view, RoomId room, String text) {
        return view.conversation(room).operations(Optional.empty(), 100).stream()
                .filter(stored -> stored.operation().content() instanceof Content.Message message
                        && message.text().equals(text))
                .findFirst()
                .orElseThrow();
    }

    private static DeviceAddress address(Member member) throws Exception {
        return member.look(view -> view.identity().orElseThrow().address());
    }

    @Test
    void whoIsAddedReadsWhatWasWrittenBeforeAndWhoWroteIt() throws Exception {
        meet(new Member("ana"), new Member("ben"));
        talk();
        add(cleo);
        assertEquals(List.of("the roses are in", "all of them?"), cleo.texts(room));
        assertEquals("garden", cleo.look(view -> view.room(room).orElseThrow().name()));
        assertEquals(
                "what grows", cleo.look(view -> view.room(room).orElseThrow().topic()));
        RoomItem pinned = cleo.look(view -> view.conversation(room).pinned(2)).getFirst();
        assertEquals("🌹", pinned.reactions().getFirst().emoji());
        // Ben's signature is there to be checked, and for ana's own words her device vouches, which sent the history.
        assertTrue(sees(cleo, view -> view.isShown(said(view, room, "all of them?"))));
        assertEquals(
                new Attestation.By(address(ana)),
                cleo.look(view -> said(view, room, "the roses are in").attestation()));
        assertTrue(sees(cleo, view -> view.unread(room).messages() == 0));
        assertTrue(sees(
                cleo,
                view -> view.log(room, 100).stream()
                        .noneMatch(row -> row.value().kind() == RoomLog.Kind.HISTORY_STARTS)));
        // What all see from here on is one room.
        say(cleo, "hello");
        ben.await(view -> Member.texts(view, room).contains("hello"));
        assertEquals(ben.texts(room), cleo.texts(room));
    }

    @Test
    void whoComesByLinkReadsItToo() throws Exception {
        meet(new Member("ana"), new Member("ben"));
        talk();
        String link = ((Outcome.Text) ana.perform(new Command.CreateLink(room))).text();
        cleo.perform(new Command.JoinByLink(link));
        cleo.await(view -> !view.awaitsHistory(room));
        assertEquals(List.of("the roses are in", "all of them?"), cleo.texts(room));
    }

    @Test
    void aRoomThatSharesNothingTellsItsNameAndNoMessages() throws Exception {
        meet(new Member("ana"), new Member("ben"));
        talk();
        ana.perform(new Command.SetHistory(room, false));
        say(ana, "between us");
        ben.await(view -> !view.sharesHistory(room) && Member.texts(view, room).contains("between us"));
        ben.refused(new Command.SetHistory(room, true));
        add(cleo);
        assertEquals(List.of(), cleo.texts(room));
        assertEquals("garden", cleo.look(view -> view.room(room).orElseThrow().name()));
        assertFalse(sees(cleo, view -> view.sharesHistory(room)));
        // What was written so far stays closed for good.
        ana.perform(new Command.SetHistory(room, true));
        say(ana, "open again");
        try (Member dora = new Member("dora").registered(invite())) {
            befriend(dora);
            add(dora);
            assertEquals(List.of("open again"), dora.texts(room));
        }
    }

    @Test
    void anotherMemberSendsItWhenTheFirstDoesNot() throws Exception {
        meet(new Member("ana").withHistoryTurn(NEVER), new Member("ben"));
        talk();
        add(cleo);
        assertEquals(List.of("the roses are in", "all of them?"), cleo.texts(room));
        assertEquals(
                new Attestation.By(address(ben)),
                cleo.look(view -> said(view, room, "all of them?").attestation()));
        assertTrue(sees(cleo, view -> view.isShown(said(view, room, "the roses are in"))));
    }

    @Test
    void aSnapshotThatItsAuthorDidNotSignIsRefusedAndAnotherOneTaken() throws Exception {
        meet(new Member("ana").withCrypto(spoilingSnapshots(new JdkCrypto())), new Member("ben"));
        talk();
        ana.perform(new Command.AddMember(room, ana.find(cleo)));
        EngineEvent.Notice refused = (EngineEvent.Notice) cleo.awaitEvent(
                event -> event instanceof EngineEvent.Notice notice && notice.kind() == NoticeKind.HISTORY_REFUSED);
        assertEquals(Optional.of(address(ana)), refused.about());
        assertTrue(refused.detail().contains("'ana'") && refused.detail().contains("did not sign"), refused.detail());
        cleo.await(view -> view.room(room).isPresent() && !view.awaitsHistory(room));
        assertEquals(List.of("the roses are in", "all of them?"), cleo.texts(room));
    }

    @Test
    void whoWasAwayIsGivenItWhenItIsThere() throws Exception {
        meet(new Member("ana"), new Member("ben"));
        talk();
        cleo.host().goOffline();
        ana.perform(new Command.AddMember(room, ana.find(cleo)));
        ben.await(view ->
                view.room(room).orElseThrow().roster().orElseThrow().accounts().size() == 3);
        cleo.restart();
        cleo.await(view -> view.room(room).isPresent() && !view.awaitsHistory(room));
        assertEquals(List.of("the roses are in", "all of them?"), cleo.texts(room));
    }

    /** Signs everything right but snapshots. */
    private static CryptoProvider spoilingSnapshots(CryptoProvider real) {
        String label = "room snapshot";
        return (CryptoProvider) Proxy.newProxyInstance(
                NewcomersTest.class.getClassLoader(),
                new Class<?>[] {CryptoProvider.class},
                (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(real, arguments);
                        if (method.getName().equals("sign")
                                && result instanceof byte[] signature
                                && new String((byte[]) arguments[2], StandardCharsets.ISO_8859_1).contains(label)) {
                            signature[0] ^= 1;
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
