package chat.paloma.cli.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.engine.EngineView;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.engine.api.Outcome;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.membership.Role;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.WhoMayAdd;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Leaving is wanted until all devices of the account are out. */
class LeavingTest extends AnaAndBen {
    /** A device that is to be removed commits nothing any more: it would commit the others' removal, and stay. */
    @Test
    void whoLeavesIsOutWithAllDevices() throws Exception {
        try (Member phone = link()) {
            RoomId team = ben.room(new Command.CreateRoom("team", List.of(ana.account()), WhoMayAdd.ADMINISTRATORS));
            phone.await(view -> isIn(view, team));
            ana.await(view -> isIn(view, team));
            ben.await(view -> leaves(view, team) == 3);
            ben.host().goOffline();
            phone.host().goOffline();
            ana.perform(new Command.Leave(team));
            // Nobody has removed her yet, and so she may think that it was not done.
            ana.perform(new Command.Leave(team));
            assertEquals(
                    ProblemCode.NOT_A_MEMBER,
                    ana.refused(Command.SendMessage.of(team, "too late")).code());
            phone.perform(Command.SendMessage.of(team, "still here"));
            phone.host().goOnline();
            phone.await(EngineView::isOnline);
            // In a room of its own it sees what was committed behind that.
            phone.perform(Command.SendMessage.of(room, "elsewhere"));
            ana.await(view -> Member.texts(view, room).contains("elsewhere"));
            assertTrue(sees(phone, view -> isIn(view, team)));
            ben.host().goOnline();
            ben.await(view -> leaves(view, team) == 1);
            ana.await(view -> !isIn(view, team));
            phone.await(view -> !isIn(view, team));
        }
    }

    @Test
    void theLastAccountOfARoomLeavesWithAllDevices() throws Exception {
        try (Member phone = link()) {
            RoomId notes = ana.room(new Command.CreateRoom("notes", List.of(), WhoMayAdd.ADMINISTRATORS));
            phone.await(view -> isIn(view, notes));
            ana.await(view -> leaves(view, notes) == 2);
            phone.perform(new Command.Leave(notes));
            ana.await(view -> !isIn(view, notes));
            phone.await(view -> !isIn(view, notes));
        }
    }

    /** Nobody commits the own removal: one of them commits the others', and is alone then. */
    @Test
    void allWhoAreInARoomLeaveAtOnce() throws Exception {
        try (Member phone = link()) {
            RoomId team = ben.room(new Command.CreateRoom("team", List.of(ana.account()), WhoMayAdd.ADMINISTRATORS));
            ben.await(view -> leaves(view, team) == 3);
            ben.perform(new Command.SetRole(team, ana.account(), Role.OWNER));
            ana.await(view -> isIn(view, team) && owners(view, team) == 2);
            phone.await(view -> isIn(view, team));
            ana.host().goOffline();
            ben.host().goOffline();
            long anas = ana.host().submit(new Command.Leave(team));
            long bens = ben.host().submit(new Command.Leave(team));
            ana.host().goOnline();
            ben.host().goOnline();
            ana.finish(anas);
            ben.finish(bens);
            ana.await(view -> !isIn(view, team));
            ben.await(view -> !isIn(view, team));
            phone.await(view -> !isIn(view, team));
        }
    }

    /** Each counts on the other. */
    @Test
    void ofTheOwnersWhoLeaveAtOnceTheLastStaysWithTheOthers() throws Exception {
        try (Member cleo = Member.register("cleo", invite())) {
            RoomId team = ben.room(new Command.CreateRoom("team", List.of(ana.account()), WhoMayAdd.ADMINISTRATORS));
            ben.await(view -> leaves(view, team) == 2);
            ben.perform(new Command.SetRole(team, ana.account(), Role.OWNER));
            ana.await(view -> isIn(view, team) && owners(view, team) == 2);
            cleo.perform(new Command.JoinByLink(((Outcome.Text) ben.perform(new Command.CreateLink(team))).text()));
            ana.await(view -> leaves(view, team) == 3);
            ben.await(view -> leaves(view, team) == 3);
            cleo.await(view -> isIn(view, team) && owners(view, team) == 2);
            ana.host().submit(new Command.Leave(team));
            ben.host().submit(new Command.Leave(team));
            cleo.await(view -> isIn(view, team) && leaves(view, team) == 2);
            assertTrue(sees(cleo, view -> owners(view, team) == 1));
            AccountId anas = ana.account();
            boolean anaStays = cleo.look(view -> roster(view, team).contains(anas));
            Member owner = anaStays ? ana : ben;
            owner.await(view -> leaves(view, team) == 2 && owners(view, team) == 1);
            owner.perform(Command.SendMessage.of(team, "so it is me"));
            cleo.awaitTexts(team, List.of("so it is me"));
            assertEquals(
                    ProblemCode.FORBIDDEN,
                    owner.refused(new Command.SetRole(team, owner.account(), Role.MEMBER))
                            .code());
            owner.perform(new Command.SetRole(team, cleo.account(), Role.OWNER));
            owner.perform(new Command.Leave(team));
            cleo.await(view -> leaves(view, team) == 1);
        }
    }

    private static long owners(EngineView view, RoomId where) {
        return roster(view, where).accounts().values().stream()
                .filter(each -> each.role() == Role.OWNER)
                .count();
    }
}
