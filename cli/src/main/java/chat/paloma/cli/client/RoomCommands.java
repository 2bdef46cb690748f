package chat.paloma.cli.client;

import chat.paloma.client.transport.PlainText;
import chat.paloma.core.engine.EngineView.RoomInfo;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.engine.api.Outcome;
import chat.paloma.core.engine.room.Standing;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.membership.Role;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.WhoMayAdd;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands about rooms and who is in them. */
@SuppressWarnings("NullAway.Init") // picocli fills in the fields before anything else happens.
final class RoomCommands {
    static final String ROOM = "A room: #name, @handle, or the beginning of its id.";

    private RoomCommands() {}

    /** Waits until the room is open and what was written is sent, then shows it. */
    private static void show(Work work, RoomId room, String what) throws InterruptedException {
        boolean settled = work.await(view -> view.room(room)
                .filter(each -> each.standing() == Standing.ENDED
                        || (each.standing() == Standing.ACTIVE && each.waiting() == 0))
                .isPresent());
        Optional<RoomInfo> info = work.look(view -> view.room(room));
        if (info.isEmpty()) {
            throw Failure.refused("the server did not take the room");
        }
        String text = work.look(view -> what.formatted(Names.room(view, room)));
        work.output()
                .result(
                        settled ? text : text + "; some of it is not sent yet",
                        work.look(view -> Describe.json(view, info.get())));
    }

    @CommandLine.Command(name = "rooms", description = "List the rooms of this device.")
    static final class Rooms extends ClientTask {
        @Option(names = "--all", description = "Those that have ended as well.")
        private boolean all;

        @Override
        void run(Work work) throws Exception {
            work.tryOnline();
            List<RoomInfo> rooms = work.look(view -> view.rooms().stream()
                    .flatMap(id -> view.room(id).stream())
                    .filter(room -> all || room.standing() != Standing.ENDED)
                    .toList());
            for (RoomInfo room : rooms) {
                work.output()
                        .result(
                                work.look(view -> Describe.text(view, room)),
                                work.look(view -> Describe.json(view, room)));
            }
            int asking = work.look(PeopleCommands::asking).size();
            if (asking > 0) {
                work.output().notice(asking + " asking to write to you: './paloma client requests' lists them");
            }
        }
    }

    /** Who came in is sent what was written before by this device, while it is there. */
    private static void sendHistory(Work work, RoomId room) throws InterruptedException {
        work.await(view -> !view.owesHistory(room)
                && view.room(room).filter(info -> info.waiting() == 0).isPresent());
    }

    @CommandLine.Command(name = "create", description = "Make a room.")
    static final class Create extends ClientTask {
        @Parameters(paramLabel = "NAME", description = "What it is called.")
        private String name;

        @Option(
                names = "--member",
                paramLabel = "WHO",
                description = "Whom to add, once they have accepted. Can be repeated.")
        private List<String> members = new ArrayList<>();

        @Option(names = "--members-may-add", description = "Every member may add others, not only administrators.")
        private boolean open;

        @Override
        void run(Work work) throws Exception {
            work.requireOnline();
            List<AccountId> accounts = new ArrayList<>();
            for (String member : members) {
                accounts.add(work.names().person(member));
            }
            Outcome outcome = work.perform(new Command.CreateRoom(
                    name.startsWith("#") ? name.substring(1) : name,
                    accounts,
                    open ? WhoMayAdd.MEMBERS : WhoMayAdd.ADMINISTRATORS));
            RoomId room = ((Outcome.Room) outcome).room();
            boolean all = work.await(view -> view.room(room)
                    .flatMap(RoomInfo::roster)
                    .filter(roster -> roster.accounts().keySet().containsAll(accounts))
                    .isPresent());
            if (all) {
                sendHistory(work, room);
            }
            show(work, room, "created %s");
            if (!all) {
                work.output().notice("not everybody is in it yet: they are added once they have accepted");
            }
        }
    }

    @CommandLine.Command(
            name = "invite",
            description =
                    "Make a link: to register at the server, for its administrators; or with --room, to join a room.")
    static final class Invite extends ClientTask {
        private static final int LONGEST = 30;

        @Option(names = "--room", paramLabel = "ROOM", description = ROOM)
        private @Nullable String room;

        @Option(names = "--revoke", description = "With --room: make all links to it useless instead.")
        private boolean revoke;

        @Option(
                names = "--days",
                paramLabel = "N",
                defaultValue = "7",
                description = "How long a link to register is good for, at most 30. Default: ${DEFAULT-VALUE}.")
        private int days;

        @Option(names = "--administrator", description = "Whoever registers with it is an administrator of the server.")
        private boolean administrator;

        @Override
        void run(Work work) throws Exception {
            if (days < 1 || days > LONGEST) {
                throw Failure.usage("--days takes 1 to " + LONGEST);
            }
            if (revoke && room == null) {
                throw Failure.usage("--revoke needs --room");
            }
            work.requireOnline();
            if (revoke) {
                work.perform(new Command.RevokeLinks(work.names().room(String.valueOf(room))));
                work.output().done("the links are useless now");
                return;
            }
            Outcome outcome = work.perform(
                    room == null
                            ? new Command.CreateInvite(administrator, days)
                            : new Command.CreateLink(work.names().room(room)));
            String link = PlainText.line(((Outcome.Text) outcome).text());
            work.output().result(link, JsonLine.of(JsonType.LINK).put(JsonField.LINK, link));
        }
    }

    @CommandLine.Command(name = "join", description = "Join a room with a link.")
    static final class Join extends ClientTask {
        @Parameters(paramLabel = "LINK", description = "The link.")
        private String link;

        @Override
        void run(Work work) throws Exception {
            if (link.contains("#join=")) {
                throw Failure.usage("this link is to register at a server: './paloma client register --invite LINK'");
            }
            work.requireOnline();
            show(work, ((Outcome.Room) work.perform(new Command.JoinByLink(link.strip()))).room(), "joined %s");
        }
    }

    @CommandLine.Command(name = "add", description = "Add somebody to a room.")
    static final class Add extends ClientTask {
        @Parameters(index = "0", paramLabel = "ROOM", description = ROOM)
        private String room;

        @Parameters(index = "1", paramLabel = "WHO", description = "A handle.")
        private String who;

        @Override
        void run(Work work) throws Exception {
            work.requireOnline();
            RoomId id = work.names().room(room);
            work.perform(new Command.AddMember(id, work.names().person(who)));
            sendHistory(work, id);
            show(work, id, "added to %s");
        }
    }

    @CommandLine.Command(
            name = "share-history",
            description = {
                "Show who comes into a room later what is written from now on.",
                "Rooms do so from the beginning. --off closes what was written so far for good.",
                ""
            })
    static final class ShareHistory extends ClientTask {
        @Parameters(paramLabel = "ROOM", description = ROOM)
        private String room;

        @Option(names = "--off", description = "Show it no longer.")
        private boolean off;

        @Override
        void run(Work work) throws Exception {
            work.tryOnline();
            RoomId id = work.names().room(room);
            work.perform(new Command.SetHistory(id, !off));
            show(work, id, off ? "%s shows nothing to who comes later" : "%s shows its history to who comes later");
        }
    }

    @CommandLine.Command(name = "remove", description = "Take somebody out of a room.")
    static final class Remove extends ClientTask {
        @Parameters(index = "0", paramLabel = "ROOM", description = ROOM)
        private String room;

        @Parameters(index = "1", paramLabel = "WHO", description = "A handle.")
        private String who;

        @Override
        void run(Work work) throws Exception {
            work.requireOnline();
            RoomId id = work.names().room(room);
            work.perform(new Command.RemoveMember(id, work.names().person(who)));
            show(work, id, "removed from %s");
        }
    }

    @CommandLine.Command(name = "leave", description = "Leave a room.")
    static final class Leave extends ClientTask {
        @Parameters(paramLabel = "ROOM", description = ROOM)
        private String room;

        @Override
        void run(Work work) throws Exception {
            work.requireOnline();
            RoomId id = work.names().room(room);
            String name = work.look(view -> Names.room(view, id));
            work.perform(new Command.Leave(id));
            work.output().done("left " + name);
        }
    }

    @CommandLine.Command(name = "role", description = "Give a member of a room another role.")
    static final class SetRole extends ClientTask {
        @Parameters(index = "0", paramLabel = "ROOM", description = ROOM)
        private String room;

        @Parameters(index = "1", paramLabel = "WHO", description = "A handle.")
        private String who;

        @Parameters(index = "2", paramLabel = "ROLE", description = "member, administrator or owner.")
        private String role;

        @Override
        void run(Work work) throws Exception {
            Role given;
            try {
                given = Role.valueOf(role.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw Failure.usage("a role is member, administrator or owner");
            }
            work.requireOnline();
            RoomId id = work.names().room(room);
            work.perform(new Command.SetRole(id, work.names().person(who), given));
            show(work, id, "changed in %s");
        }
    }

    @CommandLine.Command(name = "rename", description = "Call a room something else.")
    static final class Rename extends ClientTask {
        @Parameters(index = "0", paramLabel = "ROOM", description = ROOM)
        private String room;

        @Parameters(index = "1", paramLabel = "NAME", description = "What it is called from now on.")
        private String name;

        @Override
        void run(Work work) throws Exception {
            work.tryOnline();
            RoomId id = work.names().room(room);
            work.perform(new Command.SetName(id, name.startsWith("#") ? name.substring(1) : name));
            show(work, id, "it is %s now");
        }
    }

    @CommandLine.Command(name = "topic", description = "Say what a room is about.")
    static final class Topic extends ClientTask {
        @Parameters(index = "0", paramLabel = "ROOM", description = ROOM)
        private String room;

        @Parameters(index = "1", paramLabel = "TEXT", description = "What it is about.")
        private String text;

        @Override
        void run(Work work) throws Exception {
            work.tryOnline();
            RoomId id = work.names().room(room);
            work.perform(new Command.SetTopic(id, text));
            show(work, id, "set in %s");
        }
    }

    @CommandLine.Command(
            name = "repair",
            description = "Go on with a room that is stuck, and ask again for what can't be read there.")
    static final class Repair extends ClientTask {
        @Parameters(paramLabel = "ROOM", description = ROOM)
        private String room;

        @Override
        void run(Work work) throws Exception {
            work.requireOnline();
            RoomId id = work.names().room(room);
            boolean stuck = work.look(view -> view.room(id))
                    .filter(each -> each.standing() == Standing.STUCK)
                    .isPresent();
            work.perform(stuck ? new Command.RepairRoom(id) : new Command.RetryUnreadable(id));
            show(work, id, "%s goes on");
        }
    }
}
