package chat.paloma.cli.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.cli.AdministratorLink;
import chat.paloma.core.engine.EngineView;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.api.NoticeKind;
import chat.paloma.core.engine.api.Outcome;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.engine.room.RoomLog;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.WhoMayAdd;
import chat.paloma.node.Node;
import chat.paloma.node.assembly.Chat;
import chat.paloma.node.config.NodeConfiguration;
import chat.paloma.node.config.SettingValues;
import chat.paloma.node.config.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who lost every device and the recovery key comes back under the same name, over a real node. */
@Timeout(180)
class AccountResetTest {
    @TempDir
    private Path folder;

    private Node node;
    private Member ana;
    private Member ben;
    private RoomId room;

    // JUnit fills in the fields before each test.
    @SuppressWarnings("NullAway.Init")
    AccountResetTest() {}

    @BeforeEach
    void begin() throws Exception {
        SettingValues values = new SettingValues();
        values.setFromOption(Settings.DATA, folder.resolve("node").toString());
        values.setFromOption(Settings.PORT, "0");
        values.setFromOption(Settings.BIND, "127.0.0.1");
        node = Node.start(NodeConfiguration.of(values), List.of(new Chat(false, false)));
        ana = Member.register("ana", AdministratorLink.of(node));
        ben = Member.register("ben", ((Outcome.Text) ana.perform(new Command.CreateInvite(false, 1))).text());
        room = ana.room(new Command.CreateRoom("garden", List.of(), WhoMayAdd.ADMINISTRATORS));
        ana.perform(new Command.OpenDirect(ana.find(ben)));
        ben.await(view -> view.contacts().stream().anyMatch(row -> row.value().asks()));
        ben.perform(new Command.AnswerRequest(ana.account(), true));
        ana.await(view -> view.contact(ben.handleOf(view)).orElseThrow().accepts());
        ana.perform(new Command.AddMember(room, ana.find(ben)));
        ben.await(view -> view.room(room).isPresent() && !view.awaitsHistory(room));
        ana.perform(Command.SendMessage.of(room, "before"));
        ben.awaitTexts(room, List.of("before"));
    }

    @AfterEach
    void end() {
        ana.close();
        ben.close();
        node.stop();
    }

    private static boolean isShown(EngineView view, RoomId room, AccountId former) {
        return view.log(room, 100).stream()
                .anyMatch(row -> row.value().kind() == RoomLog.Kind.IDENTITY_CHANGED
                        && row.value().who().orElseThrow().account().equals(former));
    }

    @Test
    void theOthersSeeTheChangeAndLetTheNewAccountBackIn() throws Exception {
        AccountId former = ben.account();
        assertEquals(
                ProblemCode.FORBIDDEN,
                ben.refused(new Command.CreateReset(ana.account(), 1)).code());
        String link = ((Outcome.Text) ana.perform(new Command.CreateReset(former, 1))).text();
        ben.host().goOffline();
        try (Member again = new Member("ben").registered(link)) {
            assertNotEquals(former, again.account());
            // What was is over for the old account, and said in the room where it was.
            ana.await(view -> isShown(view, room, former));
            assertTrue(ana.events().stream()
                    .anyMatch(event -> event instanceof EngineEvent.Notice notice
                            && notice.kind() == NoticeKind.IDENTITY_CHANGED
                            && notice.room().equals(Optional.of(room))));
            ben.host().goOnline();
            ben.awaitEvent(event -> event instanceof EngineEvent.ProfileEnded);
            // Nothing is accepted silently.
            Handle handle = new Handle("ben");
            assertEquals(
                    ProblemCode.IDENTITY_CHANGED,
                    ana.refused(new Command.LookUp(handle)).code());
            assertEquals(
                    ProblemCode.IDENTITY_CHANGED,
                    ana.refused(new Command.Readmit(again.account())).code());

            ana.perform(new Command.AcceptIdentity(handle));
            ana.perform(new Command.Readmit(again.account()));
            // What is written where nobody else is left waits with her for him.
            ana.perform(Command.SendMessage.of(room, "waiting for ben"));
            again.await(
                    view -> view.contacts().stream().anyMatch(row -> row.value().asks()));
            again.perform(new Command.AnswerRequest(ana.account(), true));
            again.awaitTexts(room, List.of("before", "waiting for ben"));
            again.perform(Command.SendMessage.of(room, "back"));
            ana.awaitTexts(room, List.of("before", "waiting for ben", "back"));
        }
    }
}
