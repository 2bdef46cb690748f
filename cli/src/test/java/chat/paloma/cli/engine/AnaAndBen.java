package chat.paloma.cli.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.paloma.cli.AdministratorLink;
import chat.paloma.cli.client.TamperingNode;
import chat.paloma.core.engine.EngineView;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.api.Outcome;
import chat.paloma.core.identity.DeviceId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.Roster;
import chat.paloma.core.room.Listing;
import chat.paloma.node.Node;
import chat.paloma.node.assembly.Chat;
import chat.paloma.node.config.NodeConfiguration;
import chat.paloma.node.config.SettingValues;
import chat.paloma.node.config.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two people who talk over a real node, in {@link #room}; what ben said there first, ana has archived. */
@Timeout(180)
abstract class AnaAndBen {
    @TempDir
    Path folder;

    Node node;
    Member ana;
    Member ben;
    RoomId room;

    // JUnit fills in the fields before each test.
    @SuppressWarnings("NullAway.Init")
    AnaAndBen() {}

    @BeforeEach
    final void begin() throws Exception {
        SettingValues values = new SettingValues();
        values.setFromOption(Settings.DATA, folder.resolve("node").toString());
        values.setFromOption(Settings.PORT, "0");
        values.setFromOption(Settings.BIND, "127.0.0.1");
        if (between().isPresent()) {
            values.setFromOption(Settings.PUBLIC_ADDRESS, between().get().origin());
        }
        node = Node.start(NodeConfiguration.of(values), List.of(new Chat(false, false)));
        between().ifPresent(proxy -> proxy.standsBefore(node.port()));
        ana = ana().registered(AdministratorLink.of(node));
        ben = Member.register("ben", invite());
        room = ben.room(new Command.OpenDirect(ben.find(ana)));
        ben.perform(Command.SendMessage.of(room, "hello"));
        ana.await(view -> view.contacts().stream().anyMatch(row -> row.value().asks()));
        ana.perform(new Command.AnswerRequest(ben.account(), true));
        ana.awaitTexts(room, List.of("hello"));
        awaitArchived(room);
    }

    /** What stands between people and the node. */
    Optional<TamperingNode> between() {
        return Optional.empty();
    }

    /** The device that ana begins with. */
    Member ana() throws Exception {
        return new Member("ana");
    }

    @AfterEach
    final void end() {
        ana.close();
        ben.close();
        node.stop();
    }

    final String invite() throws Exception {
        return ((Outcome.Text) ana.perform(new Command.CreateInvite(false, 1))).text();
    }

    final String origin() throws Exception {
        return ana.look(view -> view.origin().orElseThrow());
    }

    /** Waits until what ana has of a room is archived. */
    final void awaitArchived(RoomId where) throws Exception {
        ana.await(view -> isArchived(view, where));
    }

    /** Whether the newest message that a device has of a room is archived, and all others with it. */
    static boolean isArchived(EngineView view, RoomId where) {
        long newest = view.conversation(where).newest(new Listing.Timeline(), 1).stream()
                .mapToLong(item -> view.sequence(where, item.id()).orElse(Long.MAX_VALUE))
                .sum();
        return isInVault(view) && view.archivedUpTo(where) > 0 && view.archivedUpTo(where) >= newest;
    }

    /** Another device of ana's, in her rooms. */
    final Member link() throws Exception {
        Member phone = new Member("ana");
        String code = ((Outcome.Text) phone.perform(new Command.BeginLinking(origin()))).text();
        ana.perform(new Command.ApproveLinking(code));
        EngineEvent ended = phone.awaitEvent(event -> event instanceof EngineEvent.LinkingEnded);
        assertEquals(Optional.empty(), ((EngineEvent.LinkingEnded) ended).problem());
        phone.await(view -> isIn(view, room) && isInVault(view) && view.isOnline());
        return phone;
    }

    /** Whether the account's self room is in its vault. */
    static boolean isInVault(EngineView view) {
        return view.selfRoom().flatMap(view::entry).isPresent();
    }

    static boolean isIn(EngineView view, RoomId where) {
        return view.entry(where).filter(entry -> entry.isActive()).isPresent();
    }

    static DeviceId device(Member member) throws Exception {
        return member.look(view -> view.identity().orElseThrow().address().device());
    }

    /** How many devices are in a room. */
    static int leaves(EngineView view, RoomId where) {
        return roster(view, where).accounts().values().stream()
                .mapToInt(each -> each.devices().size())
                .sum();
    }

    static Roster roster(EngineView view, RoomId where) {
        return view.room(where).orElseThrow().roster().orElseThrow();
    }

    static boolean sees(Member member, Predicate<EngineView> what) throws Exception {
        return member.look(what::test);
    }
}
