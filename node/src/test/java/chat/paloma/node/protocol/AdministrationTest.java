package chat.paloma.node.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.wire.AccountRequests.CreateInvite;
import chat.paloma.core.wire.AccountRequests.CreateReset;
import chat.paloma.core.wire.AccountRequests.Invite;
import chat.paloma.core.wire.AdministrationRequests.Figure;
import chat.paloma.core.wire.AdministrationRequests.GetStatus;
import chat.paloma.core.wire.AdministrationRequests.ListInvites;
import chat.paloma.core.wire.AdministrationRequests.ListRoomSizes;
import chat.paloma.core.wire.AdministrationRequests.OpenInvite;
import chat.paloma.core.wire.AdministrationRequests.RevokeInvite;
import chat.paloma.core.wire.AdministrationRequests.RoomSize;
import chat.paloma.core.wire.FailureCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What administrators see of a node, over real sockets. Who may ask is in the authorisation matrix. */
class AdministrationTest {
    @TempDir
    private Path folder;

    private ProtocolNode running;
    private TestDevice administrator;

    @BeforeEach
    void start() throws Exception {
        running = new ProtocolNode(folder, "--retention=30 d");
        administrator = running.administrator;
    }

    @AfterEach
    void stop() {
        running.close();
    }

    @Test
    void linksAreListedWithoutTheirTokensAndCanBeMadeVoid() throws Exception {
        TestDevice bob = running.register("bob");
        Invite used = administrator.ask(new CreateInvite(true, 600));
        administrator.ask(new CreateReset(bob.account(), 60));
        List<OpenInvite> open = administrator.ask(new ListInvites()).invites();
        assertEquals(2, open.size(), "one that bob used is not among them");
        assertEquals(Optional.of(bob.account()), open.getFirst().resets());
        assertTrue(open.getLast().administrator());
        assertEquals(used.expires(), open.getLast().expires());
        assertEquals(Optional.of(administrator.account()), open.getLast().creator());
        assertTrue(open.stream().noneMatch(each -> each.id().equals(used.token())));

        administrator.ask(new RevokeInvite(open.getLast().id()));
        assertEquals(1, administrator.ask(new ListInvites()).invites().size());
        assertEquals(
                FailureCode.INVITE_INVALID,
                assertThrows(
                                RefusedException.class,
                                () -> new TestAccount("eve").register(running.node, Optional.of(used.token())))
                        .code());
        assertEquals(
                Optional.of(FailureCode.NOT_FOUND),
                administrator.refusal(new RevokeInvite(open.getLast().id())));
    }

    @Test
    void roomsHaveSizesAndNoContent() throws Exception {
        TestDevice owner = running.register("owner");
        TestDevice member = running.register("member");
        TestRoom room = TestRoom.open(owner, member).getFirst();
        TestRoom.open(owner);
        RoomSize before = size(room);
        assertEquals(2, before.devices());
        assertEquals(0, before.blobs());
        room.send("hello");
        TestBlobs.upload(running.node, owner, room.id, new byte[1234]);
        RoomSize after = size(room);
        assertEquals(before.records() + 1, after.records());
        assertTrue(after.bytes() > before.bytes() && after.bytes() < before.bytes() + 8_192, after.toString());
        assertEquals(1, after.blobs());
        assertEquals(1234, after.blobBytes());
        List<RoomSize> all =
                administrator.ask(new ListRoomSizes(Optional.empty())).rooms();
        assertEquals(2, all.size());
        assertEquals(
                all.subList(1, 2),
                administrator
                        .ask(new ListRoomSizes(Optional.of(all.getFirst().room())))
                        .rooms());
        assertEquals(
                List.of(),
                administrator
                        .ask(new ListRoomSizes(Optional.of(all.getLast().room())))
                        .rooms());
    }

    private RoomSize size(TestRoom room) throws Exception {
        return administrator.ask(new ListRoomSizes(Optional.empty())).rooms().stream()
                .filter(each -> each.room().equals(room.id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theStatusHasEveryNumberThatIsDocumentedAndNoOther() throws Exception {
        running.register("bob");
        Map<String, Long> figures = administrator.ask(new GetStatus()).figures().stream()
                .collect(Collectors.toMap(Figure::name, Figure::value));
        String document = Files.readString(Path.of("..", "docs", "protocol.md"));
        String table = document.substring(document.indexOf("### Status"), document.indexOf("### Following"));
        List<String> documented = Pattern.compile("(?m)^\\| (`[^|]+) \\|")
                .matcher(table)
                .results()
                .flatMap(row ->
                        Pattern.compile("`([a-z-]+)`").matcher(row.group(1)).results())
                .map(name -> name.group(1))
                .sorted()
                .toList();
        assertEquals(documented, List.copyOf(new TreeSet<>(figures.keySet())));
        assertEquals(2, figures.get("sessions"));
        assertEquals(2, figures.get("accounts"));
        assertEquals(2, figures.get("devices"));
        assertEquals(0, figures.get("rooms"));
        assertEquals(1, figures.get("ready"));
        assertEquals(30 * 86_400, figures.get("retention-seconds"));
        for (String each : List.of("database-bytes", "disk-free-bytes", "memory-bytes")) {
            assertTrue(figures.getOrDefault(each, 0L) > 0, each);
        }
    }
}
