package chat.paloma.cli.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.engine.EngineView;
import chat.paloma.core.engine.account.Contact;
import chat.paloma.core.engine.account.SafetyNumber;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.api.NoticeKind;
import chat.paloma.core.engine.api.NotificationLevel;
import chat.paloma.core.engine.api.Outcome;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.WhoMayAdd;
import chat.paloma.core.room.Listing;
import chat.paloma.core.room.operation.Content;
import chat.paloma.core.room.operation.OperationId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Accounts of several devices over a real node: linking, revoking, coming back with the recovery key. */
class SeveralDevicesTest extends AnaAndBen {
    private static SafetyNumber number(EngineView view, Member other) {
        return view.safetyNumber(other.handleOf(view)).orElseThrow();
    }

    @Test
    void twoDevicesOfOneAccountBothReceiveAndWrite() throws Exception {
        try (Member phone = link()) {
            assertEquals(ana.account(), phone.account());
            assertEquals(2, phone.look(EngineView::devices).size());
            ben.perform(Command.SendMessage.of(room, "to both"));
            ana.awaitTexts(room, List.of("hello", "to both"));
            phone.awaitTexts(room, List.of("hello", "to both"));
            phone.perform(Command.SendMessage.of(room, "from the phone"));
            ana.awaitTexts(room, List.of("hello", "to both", "from the phone"));
            ben.awaitTexts(room, List.of("hello", "to both", "from the phone"));
            // A room that one device opens, the other enters by itself.
            RoomId notes = phone.room(new Command.CreateRoom("notes", List.of(), WhoMayAdd.ADMINISTRATORS));
            ana.await(view -> isIn(view, notes));
            phone.perform(Command.SendMessage.of(notes, "milk"));
            ana.awaitTexts(notes, List.of("milk"));
            SafetyNumber here = ana.look(view -> number(view, ben));
            assertEquals(here, phone.look(view -> number(view, ben)));
        }
    }

    @Test
    void aRevokedDeviceReadsNothingMoreAndTheOthersGoOn() throws Exception {
        try (Member phone = link();
                Member tablet = link()) {
            ana.await(view -> leaves(view, view.selfRoom().orElseThrow()) == 3);
            assertEquals(
                    ProblemCode.WRONG_RECOVERY_KEY,
                    ana.refused(new Command.RevokeDevice(device(phone), Optional.of("1234")))
                            .code());
            ana.perform(new Command.RevokeDevice(device(phone), Optional.of(ana.recoveryKey())));
            phone.awaitEvent(event -> event instanceof EngineEvent.ProfileEnded);
            // What it had stays readable.
            assertTrue(sees(phone, view -> isIn(view, room)));
            tablet.await(view -> view.devices().size() == 2
                    && view.identity().orElseThrow().listKey().certificate().generation() == 2);
            ben.await(view -> leaves(view, room) == 3);
            ben.perform(Command.SendMessage.of(room, "without the phone"));
            ana.await(view -> Member.texts(view, room).contains("without the phone"));
            tablet.await(view -> Member.texts(view, room).contains("without the phone"));
            assertFalse(phone.texts(room).contains("without the phone"));
            // The tablet has the new list key and the vault's: it can let another device in.
            tablet.perform(Command.SendMessage.of(room, "from the tablet"));
            ben.await(view -> Member.texts(view, room).contains("from the tablet"));
            try (Member desk = new Member("ana")) {
                String code = ((Outcome.Text) desk.perform(new Command.BeginLinking(origin()))).text();
                tablet.perform(new Command.ApproveLinking(code.toUpperCase(java.util.Locale.ROOT)));
                desk.await(view -> isIn(view, room) && isInVault(view));
                ana.await(view -> view.devices().size() == 3);
            }
        }
    }

    /** The group that it brings somebody into still has the device, which its account's list has no more. */
    @Test
    void aWelcomeIsGoodThoughADeviceInTheRoomWasRevokedSince() throws Exception {
        String invite = invite();
        try (Member phone = link();
                Member cleo = Member.register("cleo", invite)) {
            ben.perform(new Command.OpenDirect(ben.find(cleo)));
            cleo.await(
                    view -> view.contacts().stream().anyMatch(row -> row.value().asks()));
            cleo.perform(new Command.AnswerRequest(ben.account(), true));
            AccountId account = cleo.account();
            ben.await(view -> view.contact(account).filter(Contact::accepts).isPresent());
            RoomId team = ben.room(new Command.CreateRoom("team", List.of(ana.account()), WhoMayAdd.ADMINISTRATORS));
            ben.await(view -> leaves(view, team) == 3);
            cleo.host().goOffline();
            ben.perform(new Command.AddMember(team, account));
            ben.await(view -> leaves(view, team) == 4);
            ana.perform(new Command.RevokeDevice(device(phone)));
            ben.await(view -> leaves(view, team) == 3);
            cleo.host().goOnline();
            cleo.await(view -> isIn(view, team) && leaves(view, team) == 3);
            cleo.perform(Command.SendMessage.of(team, "here I am"));
            ben.await(view -> Member.texts(view, team).contains("here I am"));
        }
    }

    /** It has to enter the self room anew, and the vault's key was told there before that. */
    @Test
    void aDeviceThatLostTheSelfRoomIsToldTheNewestKeys() throws Exception {
        try (Member phone = link();
                Member tablet = link()) {
            RoomId self = ana.look(view -> view.selfRoom().orElseThrow());
            ana.await(view -> leaves(view, self) == 3);
            phone.host().goOffline();
            ana.perform(new Command.RevokeDevice(device(tablet)));
            ana.await(view -> leaves(view, self) == 2
                    && view.room(self).orElseThrow().waiting() == 0
                    && view.conversation(self).setting("account.vaultkey").isPresent());
            phone.stop();
            phone.storage.forget(self);
            phone.restart();
            phone.await(view -> isIn(view, self));
            // What it enters now is in the vault under the newest key, and so the others enter it.
            RoomId notes = phone.room(new Command.CreateRoom("notes", List.of(), WhoMayAdd.ADMINISTRATORS));
            ana.await(view -> isIn(view, notes));
        }
    }

    /** A device enters the room behind something that no other one is there to read. */
    private void letEnterBehind(Member phone, String text) throws Exception {
        ana.host().goOffline();
        phone.stop();
        ben.perform(Command.SendMessage.of(room, text));
        ben.await(view -> view.room(room).orElseThrow().waiting() == 0);
        phone.storage.forget(room);
        phone.restart();
        phone.await(view -> isIn(view, room));
    }

    /** What an archive passes over nobody looks at again: who has not read it leaves that to who has. */
    @Test
    void aDeviceThatCameLaterDoesNotArchiveWhatIsBehindWhatItHasNotRead() throws Exception {
        try (Member phone = link()) {
            letEnterBehind(phone, "one");
            long before = phone.look(view -> view.archivedUpTo(room));
            ben.perform(Command.SendMessage.of(room, "two"));
            phone.await(view -> Member.texts(view, room).contains("two"));
            // What it archives of one room it would archive of the other as well.
            RoomId notes = phone.room(new Command.CreateRoom("notes", List.of(), WhoMayAdd.ADMINISTRATORS));
            phone.perform(Command.SendMessage.of(notes, "milk"));
            phone.await(view -> view.archivedUpTo(notes) > 0);
            ana.host().goOnline();
            ana.awaitTexts(room, List.of("hello", "one", "two"));
            ana.await(view -> view.archivedUpTo(room) > before);
            phone.host().goOffline();
            phone.host().goOnline();
            phone.await(view -> Member.texts(view, room).containsAll(List.of("one", "two")));
        }
    }

    @Test
    void whatOnlyARevokedDeviceCouldHaveReadIsAskedForOfItsAuthor() throws Exception {
        try (Member phone = link()) {
            letEnterBehind(phone, "one");
            ben.perform(Command.SendMessage.of(room, "two"));
            phone.await(view -> Member.texts(view, room).contains("two"));
            phone.perform(new Command.RevokeDevice(device(ana), Optional.of(ana.recoveryKey())));
            phone.await(view -> Member.texts(view, room).containsAll(List.of("one", "two")));
            assertTrue(sees(phone, view -> view.unreadables().of(room).isEmpty()));
        }
    }

    private void send(List<String> texts, int more) throws Exception {
        for (int i = 0; i < more; i++) {
            texts.add("message " + texts.size());
            ben.perform(Command.SendMessage.of(room, texts.getLast()));
        }
        ben.await(view -> view.room(room).orElseThrow().waiting() == 0);
    }

    /** What is archived comes behind what others have archived since it was begun, and not in its place. */
    @Test
    void aDeviceThatArchivesSlowlyKeepsWhatAnotherOneHasArchivedMeanwhile() throws Exception {
        List<String> texts = new ArrayList<>(List.of("hello"));
        try (Member phone = link()) {
            send(texts, 1);
            // From here on the phone need not leave it to ana.
            phone.await(view -> isArchived(view, room));
            ana.host().goOffline();
            phone.host().goOffline();
            send(texts, 8);
            phone.host().goOnline();
            phone.awaitTexts(room, texts);
            phone.await(view -> isArchived(view, room));
            phone.storage.setSlow(true);
            send(texts, 10);
            phone.awaitTexts(room, texts);
            phone.storage.awaitAsked();
            ana.host().goOnline();
            ana.awaitTexts(room, texts);
            awaitArchived(room);
            // The first stands by itself, since ana did not know what the phone had archived. Now she makes one of all.
            send(texts, 20);
            ana.awaitTexts(room, texts);
            awaitArchived(room);
            // A word with her shows that she has deleted at the node what she has put another in the place of.
            ana.perform(new Command.LookUp(ben.handle));
            ana.host().goOffline();
            // By writing the vault the phone learns of that.
            phone.room(new Command.CreateRoom("more notes", List.of(), WhoMayAdd.ADMINISTRATORS));
            phone.await(view -> isArchived(view, room));
            send(texts, 1);
            phone.awaitTexts(room, texts);
            phone.storage.setSlow(false);
            phone.await(view -> isArchived(view, room));
            phone.host().goOffline();
            try (Member blank = new Member("ana")) {
                blank.perform(new Command.Recover(origin(), blank.handle, ana.recoveryKey()));
                blank.awaitTexts(room, texts);
            }
        }
    }

    @Test
    void theSelfRoomIsNeverAmongTheRooms() throws Exception {
        String link = invite();
        List<RoomId> seen = new java.util.concurrent.CopyOnWriteArrayList<>();
        try (Member cleo = new Member("cleo")) {
            cleo.watch(view -> seen.addAll(view.rooms()));
            cleo.registered(link);
            cleo.await(AnaAndBen::isInVault);
            assertEquals(List.of(), seen);
        }
    }

    @Test
    void revokingWithoutTheRecoveryKeySaysWhatIsLeftOpen() throws Exception {
        try (Member phone = link()) {
            ana.perform(new Command.RevokeDevice(device(phone)));
            ana.awaitEvent(event ->
                    event instanceof EngineEvent.Notice notice && notice.kind() == NoticeKind.LIST_KEY_EXPOSED);
            phone.awaitEvent(event -> event instanceof EngineEvent.ProfileEnded);
            ana.await(view -> view.devices().size() == 1);
            ana.perform(new Command.RotateListKey(ana.recoveryKey()));
            assertTrue(sees(ana, view -> view.identity().orElseThrow().record().generation() == 2));
            ben.await(view -> leaves(view, room) == 2);
            ana.perform(Command.SendMessage.of(room, "still here"));
            ben.awaitTexts(room, List.of("hello", "still here"));
        }
    }

    @Test
    void aBlankDeviceComesBackWithTheRecoveryKey() throws Exception {
        ana.host().goOffline();
        try (Member blank = new Member("ana")) {
            Handle handle = new Handle("ana");
            String origin = origin();
            Problem mistyped = blank.refused(new Command.Recover(origin, handle, "not a key"));
            assertEquals(ProblemCode.WRONG_RECOVERY_KEY, mistyped.code());
            Problem of = blank.refused(new Command.Recover(origin, handle, ben.recoveryKey()));
            assertEquals(ProblemCode.WRONG_RECOVERY_KEY, of.code());
            assertFalse(sees(blank, EngineView::isRegistered));

            blank.perform(new Command.Recover(origin, handle, ana.recoveryKey().replace('-', ' ')));
            assertEquals(ana.account(), blank.account());
            assertEquals(1, blank.look(EngineView::devices).size());
            assertTrue(sees(blank, view -> isIn(view, room) && isInVault(view)));
            ben.await(view -> leaves(view, room) == 2);
            ben.perform(Command.SendMessage.of(room, "are you back?"));
            blank.awaitTexts(room, List.of("hello", "are you back?"));
            assertTrue(sees(blank, view -> isShown(view, "hello")));
            blank.perform(Command.SendMessage.of(room, "yes"));
            ben.awaitTexts(room, List.of("hello", "are you back?", "yes"));
            // The former device is no longer one.
            ana.host().goOnline();
            ana.awaitEvent(event -> event instanceof EngineEvent.ProfileEnded);
            assertEquals(List.of("hello"), ana.texts(room));
            // And the new one lets others in.
            try (Member phone = new Member("ana")) {
                String code = ((Outcome.Text) phone.perform(new Command.BeginLinking(origin))).text();
                blank.perform(new Command.ApproveLinking(code));
                phone.await(view -> isIn(view, room) && isInVault(view));
            }
        }
    }

    /** Whether evidence shows who wrote a message, though this device was not there. */
    private boolean isShown(EngineView view, String text) {
        return view.conversation(room).operations(Optional.empty(), 100).stream()
                .filter(stored -> stored.operation().content() instanceof Content.Message message
                        && message.text().equals(text))
                .allMatch(view::isShown);
    }

    @Test
    void whatIsDecidedOnOneDeviceHoldsOnTheOther() throws Exception {
        try (Member phone = link()) {
            AccountId account = ben.account();
            ana.perform(new Command.NameContact(account, "Benjamin"));
            ana.perform(new Command.Verify(account, true));
            ana.perform(new Command.SetDraft(room, "not yet"));
            ana.perform(new Command.SetNotifications(room, NotificationLevel.MENTIONS));
            phone.await(view -> view.displayName(account).equals("Benjamin")
                    && view.draft(room).equals("not yet")
                    && view.notifications(room) == NotificationLevel.MENTIONS
                    && view.contact(account).filter(Contact::verified).isPresent());
            ben.perform(Command.SendMessage.of(room, "unread"));
            phone.await(view -> Member.texts(view, room).contains("unread"));
            OperationId newest = phone.look(view -> view.conversation(room)
                    .newest(new Listing.Timeline(), 1)
                    .getFirst()
                    .id());
            phone.perform(new Command.MarkRead(room, newest));
            ana.await(view -> view.unread(room).messages() == 0);
        }
    }

    @Test
    void aMistypedCodeLinksNothing() throws Exception {
        assertEquals(
                ProblemCode.WRONG_CODE,
                ana.refused(new Command.ApproveLinking("abc")).code());
        try (Member phone = new Member("ana")) {
            String code = ((Outcome.Text) phone.perform(new Command.BeginLinking(origin()))).text();
            char last = code.charAt(0) == 'a' ? 'b' : 'a';
            assertEquals(
                    ProblemCode.WRONG_CODE,
                    ana.refused(new Command.ApproveLinking(last + code.substring(1)))
                            .code());
            assertEquals(1, ana.look(EngineView::devices).size());
        }
    }

    @Test
    void bothSidesSeeOneSafetyNumber() throws Exception {
        SafetyNumber own = ana.look(view -> number(view, ben));
        SafetyNumber theirs = ben.look(view -> number(view, ana));
        assertEquals(own.digits(), theirs.digits());
        assertEquals(71, own.digits().length());
        AccountId account = ana.account();
        assertTrue(sees(ben, view -> view.isSafetyText(account, own.text())));
        assertFalse(sees(ben, view -> view.isSafetyText(account, theirs.text())), "one's own picture");
        ben.perform(new Command.Verify(account, true));
        assertTrue(sees(ben, view -> view.contact(account).orElseThrow().verified()));
    }

    @Test
    void endsItsOwnAccount() throws Exception {
        ben.perform(new Command.RemoveAccount(ben.account()));
        ben.awaitEvent(event -> event instanceof EngineEvent.ProfileEnded);
        assertEquals(List.of("hello"), ben.texts(room));
    }
}
