package chat.paloma.sim.actor;

import chat.paloma.core.engine.EngineView;
import chat.paloma.core.engine.account.Contact;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.api.NotificationLevel;
import chat.paloma.core.engine.api.Outcome;
import chat.paloma.core.engine.room.RoomEntry;
import chat.paloma.core.engine.state.Table.Row;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.membership.Role;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.Roster;
import chat.paloma.core.membership.WhoMayAdd;
import chat.paloma.core.room.Listing;
import chat.paloma.sim.base.SeededRandom;
import chat.paloma.sim.client.SimClient;
import chat.paloma.sim.world.Settings;
import chat.paloma.sim.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The people: each wants something now and then, whatever makes sense with what they see. */
public final class Actors {
    private static final List<String> NAMES = List.of(
            "ada", "ben", "cleo", "dora", "emil", "fay", "gus", "hana", "ivo", "jan", "kim", "lea", "mia", "noa", "ole",
            "pia", "rex", "sol", "tom", "uma");
    /** Between two wishes of one person, in milliseconds, on average. */
    private static final long THINKING = 20_000;

    private final World world;
    private final Settings settings;
    private final SeededRandom random;
    private final Writing writing;
    private final Devices devices;
    private final List<String> links = new ArrayList<>();
    private boolean over;
    private int rooms;

    public Actors(World world, Settings settings, SeededRandom random) {
        this.world = world;
        this.settings = settings;
        this.random = random;
        this.writing = new Writing(random);
        this.devices = new Devices(world, random);
    }

    /** The name of a device, and the handle of its account. */
    public static String name(int index) {
        int round = index / NAMES.size();
        return NAMES.get(index % NAMES.size()) + (round == 0 ? "" : round + 1);
    }

    /** Everybody makes an account, or is linked to one. */
    public void register() {
        devices.register();
    }

    public boolean areRegistered() {
        return devices.areRegistered();
    }

    public boolean isRegistered(SimClient client) {
        return devices.isRegistered(client);
    }

    /** A device is linked, or is not. */
    public void linked(SimClient blank, boolean done) {
        devices.linked(blank, done);
    }

    /** A device's process was started again. */
    public void started(SimClient client) {
        devices.started(client);
    }

    /** A device was told that it is none of its account any more. */
    public void retired(SimClient client) {
        devices.retired(client);
    }

    public void begin() {
        world.clients().forEach(this::think);
    }

    /** Nobody wants anything any more. */
    public void end() {
        over = true;
        devices.end();
    }

    private void think(SimClient client) {
        world.schedule().after(random.between(1, 2 * THINKING), () -> {
            if (!over) {
                if (client.isRunning()) {
                    want(client);
                }
                think(client);
            }
        });
    }

    /** A command ended. */
    public void ended(SimClient client, Command command, EngineEvent end) {
        switch (command) {
            case Command.CreateLink link -> {
                if (end instanceof EngineEvent.Completed done && done.outcome() instanceof Outcome.Text text) {
                    links.add(text.text());
                }
            }
            default -> devices.ended(client, command, end);
        }
    }

    // Wishes

    private void want(SimClient client) {
        if (!devices.isRegistered(client)) {
            return;
        }
        int choice = random.nextInt(100);
        if (!client.isWanted()) {
            if (choice < 40) {
                client.goOnline();
            } else {
                write(client);
            }
            return;
        }
        if (choice == 0 && random.nextInt(8) == 0) {
            devices.revoke(client);
        } else if (choice == 1 && random.nextInt(10) == 0) {
            devices.lose(client);
        } else if (choice < 2) {
            client.goOffline();
        } else if (choice < 12) {
            meet(client);
        } else if (choice < 22) {
            answer(client);
        } else if (choice < 26) {
            createRoom(client);
        } else if (choice < 36) {
            arrange(client);
        } else if (choice < 42) {
            keep(client);
        } else {
            write(client);
        }
    }

    private void write(SimClient client) {
        List<RoomId> open = active(client);
        if (!open.isEmpty()) {
            writing.next(client, random.pick(open)).ifPresent(client::submit);
        }
    }

    private static List<RoomId> active(SimClient client) {
        EngineView view = client.view();
        return view.rooms().stream()
                .filter(room -> view.entry(room).filter(RoomEntry::isActive).isPresent())
                .toList();
    }

    /** Looks somebody up, or opens a conversation with somebody who is known. */
    private void meet(SimClient client) {
        int index = random.nextInt(world.clients().size());
        if (devices.handle(index).equals(devices.handle(world.clients().indexOf(client)))) {
            return;
        }
        Handle handle = new Handle(devices.handle(index));
        Optional<AccountId> known = client.view().find(handle);
        if (known.isEmpty()) {
            client.submit(new Command.LookUp(handle));
        } else {
            client.submit(new Command.OpenDirect(known.get()));
        }
    }

    /** Something that is the same on all devices of the account. */
    private void keep(SimClient client) {
        List<RoomId> open = active(client);
        List<Row<AccountId, Contact>> contacts = client.view().contacts();
        int choice = random.nextInt(4);
        if (choice == 0 && !contacts.isEmpty()) {
            client.submit(new Command.NameContact(random.pick(contacts).key(), "name " + random.nextInt(100)));
        } else if (!open.isEmpty()) {
            RoomId room = random.pick(open);
            if (choice == 1) {
                client.submit(new Command.SetDraft(room, random.nextInt(3) == 0 ? "" : "draft " + random.nextInt(100)));
            } else if (choice == 2) {
                client.submit(new Command.SetNotifications(room, random.pick(List.of(NotificationLevel.values()))));
            } else {
                client.view()
                        .conversation(room)
                        .newest(new Listing.Timeline(), 1)
                        .forEach(item -> client.submit(new Command.MarkRead(room, item.id())));
            }
        }
    }

    private void answer(SimClient client) {
        List<Row<AccountId, Contact>> asking = client.view().contacts().stream()
                .filter(row -> row.value().isRequest())
                .toList();
        if (!asking.isEmpty()) {
            client.submit(new Command.AnswerRequest(random.pick(asking).key(), random.nextInt(10) != 0));
            return;
        }
        List<Row<AccountId, Contact>> all = client.view().contacts();
        if (!all.isEmpty() && random.nextInt(40) == 0) {
            Row<AccountId, Contact> one = random.pick(all);
            client.submit(new Command.Block(one.key(), !one.value().blocked()));
        }
    }

    private List<AccountId> friends(SimClient client) {
        return client.view().contacts().stream()
                .filter(row -> row.value().accepts())
                .map(Row::key)
                .toList();
    }

    private void createRoom(SimClient client) {
        List<AccountId> friends = friends(client);
        if (friends.isEmpty() || rooms >= settings.rooms() || !client.view().isOnline()) {
            return;
        }
        rooms++;
        List<AccountId> members =
                friends.stream().filter(friend -> random.nextInt(3) != 0).toList();
        WhoMayAdd who = random.nextInt(2) == 0 ? WhoMayAdd.MEMBERS : WhoMayAdd.ADMINISTRATORS;
        client.submit(new Command.CreateRoom("room of " + client.name(), members, who));
    }

    /** Changes who is in a room, and who may do what there. */
    private void arrange(SimClient client) {
        List<RoomId> groups = active(client).stream()
                .filter(room ->
                        client.view().room(room).flatMap(info -> info.direct()).isEmpty())
                .toList();
        if (!links.isEmpty() && random.nextInt(6) == 0) {
            client.submit(new Command.JoinByLink(random.pick(links)));
            return;
        }
        if (groups.isEmpty()) {
            return;
        }
        RoomId room = random.pick(groups);
        Roster roster = client.view().room(room).flatMap(info -> info.roster()).orElseThrow();
        AccountId somebody = random.pick(List.copyOf(roster.accounts().keySet()));
        int choice = random.nextInt(20);
        if (choice < 8) {
            List<AccountId> friends = friends(client);
            if (!friends.isEmpty()) {
                client.submit(new Command.AddMember(room, random.pick(friends)));
            }
        } else if (choice < 10) {
            client.submit(new Command.RemoveMember(room, somebody));
        } else if (choice < 12) {
            client.submit(new Command.Leave(room));
        } else if (choice < 16) {
            client.submit(new Command.SetRole(
                    room, somebody, List.of(Role.values()).get(random.nextInt(Role.values().length))));
        } else if (choice < 17) {
            client.submit(
                    new Command.SetWhoMayAdd(room, List.of(WhoMayAdd.values()).get(random.nextInt(2))));
        } else if (choice < 19) {
            client.submit(new Command.CreateLink(room));
        } else {
            client.submit(new Command.RevokeLinks(room));
        }
    }

    // Telling

    /** The room that a command is about. */
    public static Optional<RoomId> roomOf(Command command) {
        return Wishes.roomOf(command);
    }

    /** A command in plain words. */
    public String tell(Command command) {
        return Wishes.tell(command, world.names());
    }
}
