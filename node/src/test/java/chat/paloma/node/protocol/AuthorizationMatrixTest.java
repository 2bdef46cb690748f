package chat.paloma.node.protocol;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.wire.AccountRequests.RemoveAccount;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.LaneRequests.Following;
import chat.paloma.core.wire.Request;
import chat.paloma.core.wire.RequestType;
import chat.paloma.core.wire.RequestTypes;
import chat.paloma.core.wire.RoomRequests.ListRooms;
import chat.paloma.node.protocol.AuthorizationScene.Actor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who may ask for what: every type of request by everybody, over real connections. A type may have several lines, each
 * another request of it; the first word of a line is the type, what stands behind a slash tells them apart.
 */
class AuthorizationMatrixTest {
    /**
     * {@code ok} is an answer; everything else is the failure, shortened as {@link #SHORT} says, or how a lane is
     * followed.
     *
     * <p>anybody: a connection without a proof. revoked: a connection whose proof failed because the device was revoked.
     * sibling: another device of the member's account, which is not in the room. stranger: another account. removed: was
     * in the room. member, manager, owner: in the room, with this role; manager stands for the room's administrator. node:
     * an administrator of the node, who is not in the room.
     */
    private static final String MATRIX = """
            request                     anybody  revoked sibling   stranger  removed   member    manager   owner     node
            hello                       ok       proof   late      late      late      late      late      late      late
            authenticate                late     proof   late      late      late      late      late      late      late
            look-up                     proof    proof   ok        ok        ok        ok        ok        ok        ok
            get-account                 proof    proof   ok        ok        ok        ok        ok        ok        ok
            update-devices              proof    proof   ok        ok        ok        ok        ok        ok        ok
            update-devices/other        proof    proof   forbidden forbidden forbidden forbidden forbidden forbidden forbidden
            remove-account/other        proof    proof   forbidden forbidden forbidden forbidden forbidden forbidden ok
            create-invite               proof    proof   forbidden forbidden forbidden forbidden forbidden forbidden ok
            list-accounts               proof    proof   forbidden forbidden forbidden forbidden forbidden forbidden ok
            set-administrator           proof    proof   forbidden forbidden forbidden forbidden forbidden forbidden ok
            create-reset                proof    proof   forbidden forbidden forbidden forbidden forbidden forbidden ok
            list-invites                proof    proof   forbidden forbidden forbidden forbidden forbidden forbidden ok
            revoke-invite               proof    proof   forbidden forbidden forbidden forbidden forbidden forbidden ok
            list-room-sizes             proof    proof   forbidden forbidden forbidden forbidden forbidden forbidden ok
            get-status                  proof    proof   forbidden forbidden forbidden forbidden forbidden forbidden ok
            publish-key-packages        proof    proof   ok        ok        ok        ok        ok        ok        ok
            publish-key-packages/other  proof    proof   invalid   invalid   invalid   invalid   invalid   invalid   invalid
            claim-key-packages          proof    proof   ok        claim     claim     ok        ok        ok        claim
            claim-key-packages/roomless proof    proof   ok        claim     claim     ok        claim     claim     claim
            send-invitation             proof    proof   ok        ok        ok        ok        ok        ok        ok
            answer-invitation           proof    proof   ok        ok        ok        ok        ok        ok        ok
            answer-invitation/none      proof    proof   nothing   nothing   nothing   nothing   nothing   nothing   nothing
            open-room                   proof    proof   ok        ok        ok        ok        ok        ok        ok
            open-room/existing          proof    proof   exists    exists    exists    exists    exists    exists    exists
            open-room/next-generation   proof    proof   outside   outside   outside   forbidden ok        ok        outside
            open-room/lost              proof    proof   ok        ok        ok        ok        ok        ok        ok
            get-room                    proof    proof   ok        outside   outside   ok        ok        ok        outside
            read-tree                   proof    proof   ok        outside   outside   ok        ok        ok        outside
            list-rooms                  proof    proof   ok        ok        ok        ok        ok        ok        ok
            commit                      proof    proof   outside   outside   outside   ok        ok        ok        outside
            commit/adding               proof    proof   outside   outside   outside   refused   ok        ok        outside
            commit/external             proof    proof   ok        refused   refused   ok        ok        ok        refused
            set-retention               proof    proof   outside   outside   outside   forbidden forbidden ok        outside
            append                      proof    proof   outside   outside   outside   ok        ok        ok        outside
            append/proposal             proof    proof   outside   outside   outside   ok        ok        ok        outside
            append/removing-the-owner   proof    proof   outside   outside   outside   refused   refused   ok        outside
            read-range                  proof    proof   outside   outside   ok        ok        ok        ok        outside
            read-range/own-inbox        proof    proof   ok        ok        ok        ok        ok        ok        ok
            read-range/other-inbox      proof    proof   forbidden forbidden forbidden forbidden forbidden forbidden forbidden
            follow                      proof    proof   not-found not-found not-found live      live      live      not-found
            follow/own-inbox            proof    proof   live      live      live      live      live      live      live
            follow/other-inbox          proof    proof   not-found not-found not-found not-found not-found not-found not-found
            unfollow                    proof    proof   ok        ok        ok        ok        ok        ok        ok
            read-starts                 proof    proof   outside   outside   ok        ok        ok        ok        outside
            read-starts/other-inbox     proof    proof   forbidden forbidden forbidden forbidden forbidden forbidden forbidden
            send-direct                 proof    proof   ok        nothing   nothing   ok        nothing   nothing   nothing
            trim-inbox                  proof    proof   ok        ok        ok        ok        ok        ok        ok
            signal                      proof    proof   outside   outside   outside   ok        ok        ok        outside
            show-presence               proof    proof   ok        ok        ok        ok        ok        ok        ok
            watch-presence              proof    proof   ok        ok        ok        ok        ok        ok        ok
            put-receipt                 proof    proof   outside   outside   outside   ok        ok        ok        outside
            read-receipts               proof    proof   outside   outside   outside   ok        ok        ok        outside
            begin-upload                proof    proof   outside   outside   outside   ok        ok        ok        outside
            begin-download              proof    proof   outside   outside   outside   ok        ok        ok        outside
            delete-blob                 proof    proof   outside   outside   outside   forbidden ok        ok        outside
            delete-blob/own             proof    proof   outside   outside   outside   ok        ok        ok        outside
            get-vault                   proof    proof   ok        ok        ok        ok        ok        ok        ok
            put-vault                   proof    proof   ok        ok        ok        ok        ok        ok        ok
            """;

    private static final String SHORT = """
            proof   NOT_AUTHENTICATED
            late    UNEXPECTED_REQUEST
            invalid KEY_PACKAGE_INVALID
            claim   CLAIM_NOT_PERMITTED
            nothing NOT_FOUND
            exists  ROOM_EXISTS
            outside NOT_A_MEMBER
            refused COMMIT_REFUSED
            """;

    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static AuthorizationScene scene;

    @SuppressWarnings("NullAway.Init")
    private static AuthorizationDeeds deeds;

    @BeforeAll
    static void start() throws Exception {
        scene = new AuthorizationScene(folder);
        deeds = new AuthorizationDeeds(scene);
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    @Test
    void hasALineForEveryTypeOfRequest() {
        Set<String> types = RequestTypes.ALL.stream().map(RequestType::name).collect(Collectors.toSet());
        Set<String> lines =
                lines().map(line -> line.getFirst().replaceFirst("/.*", "")).collect(Collectors.toSet());
        assertEquals(new TreeSet<>(types), new TreeSet<>(lines));
    }

    @TestFactory
    Stream<DynamicTest> isAsTheMatrixSays() {
        List<String> actors = words(MATRIX.lines().findFirst().orElseThrow());
        return lines().map(line -> DynamicTest.dynamicTest(
                line.getFirst(),
                () -> assertAll(Stream.iterate(1, column -> column < line.size(), column -> column + 1)
                        .map(column -> () -> assertEquals(
                                inFull(line.get(column)),
                                outcome(line.getFirst(), scene.actor(actors.get(column))),
                                actors.get(column))))));
    }

    private static Stream<List<String>> lines() {
        return MATRIX.lines().skip(1).map(AuthorizationMatrixTest::words);
    }

    private static List<String> words(String line) {
        return Arrays.asList(line.strip().split(" +", -1));
    }

    private static String inFull(String word) {
        return SHORT.lines()
                .map(AuthorizationMatrixTest::words)
                .filter(line -> line.getFirst().equals(word))
                .map(List::getLast)
                .findFirst()
                .orElse(word.equals("forbidden") ? FailureCode.FORBIDDEN.name() : word);
    }

    private static String outcome(String line, Actor actor) throws Exception {
        return perform(deeds.of(line, actor), actor);
    }

    private static <A extends TlsEncodable> String perform(AuthorizationDeeds.Deed<A> deed, Actor actor)
            throws Exception {
        Request<A> request = deed.request();
        try {
            A answer = actor.connection().ask(request);
            deed.then().accept(answer);
            return answer instanceof Following(var lanes)
                    ? lanes.getFirst().state().name().toLowerCase(Locale.ROOT).replace('_', '-')
                    : "ok";
        } catch (RefusedException e) {
            return e.code().name();
        }
    }

    @Test
    void cutsOffWhoeverIsRevokedInTheMiddle() throws Exception {
        TestDevice extra = scene.addSibling();
        extra.ask(new ListRooms(Optional.empty()));
        scene.revoke(extra);
        assertEquals(FailureCode.DEVICE_REVOKED, extra.connection().end());
        extra.connection().awaitClosed();
    }

    @Test
    void letsAnAccountEndItself() throws Exception {
        TestDevice device = scene.register("leaver");
        // The connection ends before the answer could be sent.
        assertEquals(Optional.of(FailureCode.DEVICE_REVOKED), device.refusal(new RemoveAccount(device.account())));
        device.connection().awaitClosed();
        assertEquals(
                FailureCode.AUTHENTICATION_FAILED,
                assertThrows(RefusedException.class, () -> device.connect(scene.node()))
                        .code());
    }
}
