package chat.paloma.cli.client;

import chat.paloma.client.Messenger;
import chat.paloma.client.transport.PlainText;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the rooms of a device, and who asks to be let in. */
@Command(name = "rooms", description = "List the rooms of this device, and who asks to write to it.")
final class RoomsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ProfileOptions profile;

    // The fields without a value are filled in by picocli before anything else happens.
    @SuppressWarnings("NullAway.Init")
    RoomsCommand() {}

    @Override
    public Integer call() throws Exception {
        profile.run((store, http) -> {
            try (Messenger messenger = Messenger.connect(store, http, RegisterCommand.printing(spec, false))) {
                PrintWriter out = spec.commandLine().getOut();
                List<Messenger.RoomInfo> rooms = messenger.rooms();
                rooms.forEach(room -> out.println(room.id().toString().substring(0, 8) + "  "
                        + String.join(", ", room.others()) + "  (" + room.records() + " records, epoch " + room.epoch()
                        + ")"
                        + room.stuck()
                                .map(why -> "  stuck: " + PlainText.line(why))
                                .orElse("")));
                messenger.invitations().forEach(handle -> out.println("asks      " + handle));
                if (rooms.isEmpty() && messenger.invitations().isEmpty()) {
                    out.println("no rooms yet: ./paloma client send --to HANDLE TEXT opens one");
                }
            }
        });
        return 0;
    }
}
