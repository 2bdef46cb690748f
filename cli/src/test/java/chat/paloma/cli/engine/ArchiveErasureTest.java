package chat.paloma.cli.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.engine.EngineView;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.engine.api.Outcome;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.WhoMayAdd;
import chat.paloma.core.room.operation.OperationId;
import chat.paloma.jvm.JdkCrypto;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What authors delete, or a room keeps no longer, leaves the account's archive at a real node. */
class ArchiveErasureTest extends AnaAndBen {
    private static final String SECRET = "the safe is behind the picture";
    /** Of a segment that the node loses. */
    private static final String LOST = "the key is under the mat";

    /** What ana sealed that has the secret in it, and what of that is lost. */
    private final List<byte[]> sealed = new CopyOnWriteArrayList<>();

    private final List<byte[]> lost = new CopyOnWriteArrayList<>();

    @Override
    Member ana() throws Exception {
        return super.ana().withCrypto(remembering(new JdkCrypto()));
    }

    /** Remembers what is sealed with the secret in it. */
    private CryptoProvider remembering(CryptoProvider real) {
        return (CryptoProvider) Proxy.newProxyInstance(
                ArchiveErasureTest.class.getClassLoader(),
                new Class<?>[] {CryptoProvider.class},
                (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(real, arguments);
                        if (method.getName().equals("seal")) {
                            String text = new String((byte[]) arguments[4], StandardCharsets.ISO_8859_1);
                            if (text.contains(SECRET)) {
                                sealed.add((byte[]) result);
                            }
                            if (text.contains(LOST)) {
                                lost.add((byte[]) result);
                            }
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** How many of the blobs that the node has are of the secret: who has a key that once opened them can read it. */
    private long atTheNode() throws IOException {
        return blobsOf(sealed).size();
    }

    private List<Path> blobsOf(List<byte[]> what) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("node"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains(".db"))
                    .filter(file -> isOf(what, file))
                    .toList();
        }
    }

    private static boolean isOf(List<byte[]> what, Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            return what.stream()
                    .anyMatch(each -> bytes.length >= each.length
                            && Arrays.equals(
                                    each, Arrays.copyOfRange(bytes, bytes.length - each.length, bytes.length)));
        } catch (IOException e) {
            return false;
        }
    }

    private OperationId say(Member member, String text) throws Exception {
        Outcome.Operation said = (Outcome.Operation) member.perform(Command.SendMessage.of(room, text));
        return new OperationId(said.entry().bytes());
    }

    /** Waits until the archive has everything, with the secret at the node. */
    private void awaitArchived() throws Exception {
        awaitArchived(room);
        assertTrue(atTheNode() > 0, "the secret is archived");
    }

    private Member recovered() throws Exception {
        String origin = origin();
        ana.host().goOffline();
        Member blank = new Member("ana");
        blank.perform(new Command.Recover(origin, new Handle("ana"), ana.recoveryKey()));
        blank.await(
                view -> view.room(room).isPresent() && Member.texts(view, room).contains("hello"));
        return blank;
    }

    private static boolean knows(EngineView view, RoomId room) {
        return view.conversation(room).operations(Optional.empty(), 1000).stream()
                .anyMatch(stored ->
                        new String(stored.operation().encoded(), StandardCharsets.ISO_8859_1).contains(SECRET));
    }

    @Test
    void whatItsAuthorDeletesIsNotFoundAtTheNodeNorByARecoveredDevice() throws Exception {
        OperationId secret = say(ben, SECRET);
        ben.perform(new Command.EditMessage(room, secret, SECRET + ", the left one", List.of()));
        say(ben, "later");
        ana.awaitTexts(room, List.of("hello", SECRET + ", the left one", "later"));
        awaitArchived();

        ben.perform(new Command.DeleteMessage(room, secret));
        ana.awaitTexts(room, List.of("hello", "later"));
        ana.await(view -> !view.awaitsErasure());
        for (int i = 0; i < 500 && atTheNode() > 0; i++) {
            Thread.sleep(20);
        }
        assertEquals(0, atTheNode());

        try (Member blank = recovered()) {
            blank.awaitTexts(room, List.of("hello", "later"));
            assertFalse((boolean) blank.look(view -> knows(view, room)));
        }
    }

    @Test
    void aSegmentThatTheNodeLostKeepsNoOtherFromBeingCleaned() throws Exception {
        OperationId key = say(ben, LOST);
        ana.awaitTexts(room, List.of("hello", LOST));
        awaitArchived(room);
        List<Path> gone = blobsOf(lost);
        assertEquals(1, gone.size());
        Files.delete(gone.getFirst());
        OperationId safe = say(ben, SECRET);
        ana.awaitTexts(room, List.of("hello", LOST, SECRET));
        awaitArchived();

        ben.perform(new Command.DeleteMessage(room, key));
        ben.perform(new Command.DeleteMessage(room, safe));
        ana.awaitTexts(room, List.of("hello"));
        for (int i = 0; i < 500 && atTheNode() > 0; i++) {
            Thread.sleep(20);
        }
        assertEquals(0, atTheNode());
        // What is in the lost one is tried again.
        assertTrue((boolean) ana.look(EngineView::awaitsErasure));
    }

    @Test
    void whatARoomKeepsNoLongerLeavesTheArchive() throws Exception {
        RoomId own = ana.room(new Command.CreateRoom("notes", List.of(), WhoMayAdd.ADMINISTRATORS));
        ana.perform(Command.SendMessage.of(own, SECRET));
        ana.await(view -> view.archivedUpTo(own) > 1 && !view.awaitsArchiving(own));
        assertTrue(atTheNode() > 0);
        ana.perform(new Command.SetRetention(own, 1));
        for (int i = 0; i < 1500 && atTheNode() > 0; i++) {
            Thread.sleep(20);
        }
        assertEquals(0, atTheNode());
    }

    @Test
    void whatANewcomerWasSentIsInTheArchiveOfTheirAccount() throws Exception {
        RoomId garden = ben.room(new Command.CreateRoom("garden", List.of(), WhoMayAdd.ADMINISTRATORS));
        ben.perform(Command.SendMessage.of(garden, "before ana"));
        ben.await(view -> view.room(garden).orElseThrow().waiting() == 0);
        ben.perform(new Command.AddMember(garden, ben.find(ana)));
        ana.await(view ->
                view.room(garden).isPresent() && Member.texts(view, garden).contains("before ana"));
        ana.await(view -> view.archivedUpTo(garden) > 0 && !view.awaitsArchiving(garden));
        try (Member blank = recovered()) {
            blank.await(view -> Member.texts(view, garden).contains("before ana"));
        }
    }
}
