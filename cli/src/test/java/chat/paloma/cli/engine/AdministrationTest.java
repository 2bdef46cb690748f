package chat.paloma.cli.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.cli.AdministratorLink;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.engine.api.Outcome;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.membership.WhoMayAdd;
import chat.paloma.node.Node;
import chat.paloma.node.assembly.Chat;
import chat.paloma.node.config.NodeConfiguration;
import chat.paloma.node.config.SettingValues;
import chat.paloma.node.config.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an administrator asks of a real node, by the engine. */
@Timeout(60)
class AdministrationTest {
    @TempDir
    private Path folder;

    @Test
    void anAdministratorSeesNumbersAndNobodyElseDoes() throws Exception {
        SettingValues values = new SettingValues();
        values.setFromOption(Settings.DATA, folder.resolve("node").toString());
        values.setFromOption(Settings.PORT, "0");
        values.setFromOption(Settings.BIND, "127.0.0.1");
        Node node = Node.start(NodeConfiguration.of(values), List.of(new Chat(false, false)));
        String link = AdministratorLink.of(node);
        try (Member ana = Member.register("ana", link);
                Member ben = Member.register(
                        "ben", ((Outcome.Text) ana.perform(new Command.CreateInvite(false, 1))).text())) {
            ana.perform(new Command.CreateRoom("launch", List.of(), WhoMayAdd.MEMBERS));
            ana.perform(new Command.CreateInvite(false, 1));
            Outcome.Invites open = (Outcome.Invites) ana.perform(new Command.ListInvites());
            assertEquals(1, open.invites().size());
            ana.perform(new Command.RevokeInvite(open.invites().getFirst().id()));
            assertEquals(new Outcome.Invites(List.of()), ana.perform(new Command.ListInvites()));
            ana.perform(new Command.SetAdministrator(ben.account(), true));
            Outcome.Accounts accounts = (Outcome.Accounts) ana.perform(new Command.ListAccounts(""));
            assertTrue(accounts.accounts().stream().allMatch(each -> each.administrator()));
            ben.perform(new Command.SetAdministrator(ben.account(), false));

            ana.await(view -> view.rooms().stream()
                    .allMatch(room -> view.room(room).orElseThrow().waiting() == 0));
            Outcome.RoomSizes rooms = (Outcome.RoomSizes) ana.perform(new Command.ListRoomSizes(Optional.empty()));
            assertTrue(rooms.rooms().stream().anyMatch(room -> room.devices() == 1 && room.bytes() > 0));
            Outcome.Status status = (Outcome.Status) ana.perform(new Command.GetStatus());
            assertTrue(status.figures().stream()
                    .anyMatch(figure -> figure.name().equals("accounts") && figure.value() == 2));
            assertEquals(
                    ProblemCode.FORBIDDEN, ben.refused(new Command.GetStatus()).code());
        } finally {
            node.stop();
        }
    }
}
