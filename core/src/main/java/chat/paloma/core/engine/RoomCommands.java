package chat.paloma.core.engine;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.engine.account.Contact;
import chat.paloma.core.engine.account.Contacts;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.engine.api.Outcome;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.room.LinkSecret;
import chat.paloma.core.engine.room.RoomEntry;
import chat.paloma.core.engine.room.RoomWishes;
import chat.paloma.core.engine.room.Rooms;
import chat.paloma.core.engine.room.Standing;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.RoomPolicy;
import chat.paloma.core.membership.Roster;
import chat.paloma.core.wire.RoomRequests;
import java.util.List;
import java.util.Optional;

/** What a person does about rooms and who is in them. */
final class RoomCommands {
    /** Why nothing more is done in a room until others have removed this device from it. */
    static final String LEAVING = "you are leaving it";

    private final Device device;
    private final Rooms rooms;
    private final RoomWishes wishes;
    private final Contacts contacts;
    private final Connection connection;
    private final Replies replies;

    RoomCommands(Device device, Rooms rooms, Contacts contacts, Connection connection, Replies replies) {
        this.device = device;
        this.rooms = rooms;
        this.wishes = new RoomWishes(rooms);
        this.contacts = contacts;
        this.connection = connection;
        this.replies = replies;
    }

    /** Lets work be done in a room of which this device is a member, connected or not. */
    private void member(long id, RoomId room, Runnable work) {
        Optional<RoomEntry> entry = rooms.find(room);
        if (entry.isEmpty() || entry.get().standing() == Standing.ENDED) {
            replies.refused(
                    id, ProblemCode.NOT_A_MEMBER, entry.map(RoomEntry::why).orElse(""));
            return;
        }
        work.run();
        connection.session().ifPresent(session -> session.lanes().poke(room));
    }

    /** The same for a change of the room: whoever leaves changes nothing more. */
    private void change(long id, RoomId room, Runnable work) {
        if (rooms.isLeaving(room)) {
            replies.refused(id, ProblemCode.NOT_A_MEMBER, LEAVING);
        } else {
            member(id, room, work);
        }
    }

    // Making

    void create(long id, Command.CreateRoom create) {
        replies.online(id, session -> {
            RoomId room = RoomId.random(device.random());
            session.lanes().entrance().openings().open(RoomPolicy.of(room, device.account(), create.whoMayAdd()));
            if (!create.name().isEmpty()) {
                rooms.write(room, composer -> Optional.of(composer.name(create.name())));
            }
            for (AccountId member : create.members()) {
                wishes.add(room, member);
            }
            replies.done(id, new Outcome.Room(room));
            session.lanes().poke(room);
        });
    }

    void openDirect(long id, Command.OpenDirect open) {
        AccountId account = open.account();
        if (account.equals(device.account())) {
            replies.refused(id, ProblemCode.INVALID, "this is you");
            return;
        }
        Optional<RoomId> known = rooms.directWith(account);
        if (known.isPresent()) {
            replies.done(id, new Outcome.Room(known.get()));
            return;
        }
        replies.online(
                id,
                session -> session.context()
                        .directory()
                        .acquaint(List.of(account), () -> openDirect(id, account, session)));
    }

    private void openDirect(long id, AccountId account, Session session) {
        Optional<Contact> contact = contacts.find(account);
        if (contact.isEmpty()) {
            replies.refused(id, Problem.of(ProblemCode.NOT_FOUND));
            return;
        }
        RoomId room = RoomId.random(device.random());
        session.lanes().entrance().openings().open(RoomWishes.directPolicy(room, device.account(), account));
        wishes.addPatiently(room, account);
        replies.done(id, new Outcome.Room(room));
        if (!contact.get().accepts() && !rooms.sharesRoom(account)) {
            new Requests(session.context()).ask(account);
        }
        session.lanes().poke(room);
    }

    // Changing

    void add(long id, Command.AddMember add) {
        change(id, add.room(), () -> wishes.add(add.room(), add.account(), id));
    }

    void remove(long id, Command.RemoveMember remove) {
        if (remove.account().equals(device.account())) {
            leave(id, new Command.Leave(remove.room()));
            return;
        }
        change(id, remove.room(), () -> wishes.remove(remove.room(), remove.account(), id));
    }

    void leave(long id, Command.Leave leave) {
        member(id, leave.room(), () -> wishes.remove(leave.room(), device.account(), id));
    }

    void readmit(long id, Command.Readmit readmit) {
        AccountId account = readmit.account();
        Optional<Contact> contact = contacts.find(account);
        boolean standsForName = contact.filter(
                        known -> contacts.find(known.handle()).equals(Optional.of(account))
                                && contacts.offered(known.handle()).isEmpty())
                .isPresent();
        if (!standsForName) {
            replies.refused(id, ProblemCode.IDENTITY_CHANGED, "accept that the name stands for another account first");
            return;
        }
        boolean asks = !contact.get().accepts() && !rooms.sharesRoom(account);
        List<RoomId> back =
                wishes.readmit(account, contacts.formerly(contact.get().handle()));
        if (back.isEmpty()) {
            replies.refused(
                    id, ProblemCode.NOT_FOUND, "there is no room that they were in and that you may add people to");
            return;
        }
        if (asks) {
            connection.session().ifPresent(session -> new Requests(session.context()).ask(account));
        }
        back.forEach(room ->
                connection.session().ifPresent(session -> session.lanes().poke(room)));
        replies.done(id);
    }

    void setRole(long id, Command.SetRole set) {
        change(id, set.room(), () -> {
            Optional<Roster> roster = rooms.roster(set.room());
            if (roster.isEmpty() || !roster.get().contains(set.account())) {
                replies.refused(id, ProblemCode.NOT_FOUND, "they are not in this room");
            } else {
                wishes.setRole(set.room(), set.account(), set.role(), id);
            }
        });
    }

    void setWhoMayAdd(long id, Command.SetWhoMayAdd set) {
        change(id, set.room(), () -> wishes.setWhoMayAdd(set.room(), set.who(), id));
    }

    // Links

    void createLink(long id, Command.CreateLink create) {
        change(id, create.room(), () -> {
            LinkSecret link = LinkSecret.random(
                    device.crypto(), device.settings().suite().signature(), create.room(), device.random());
            String text = link.link(device.profile().origin().orElseThrow());
            wishes.setLink(create.room(), link.keys().publicKey(), true, id, new Outcome.Text(text));
        });
    }

    void revokeLinks(long id, Command.RevokeLinks revoke) {
        change(id, revoke.room(), () -> wishes.revokeLinks(revoke.room(), id, replies::done));
    }

    void joinByLink(long id, Command.JoinByLink join) {
        LinkSecret link;
        try {
            link = LinkSecret.parse(device.crypto(), device.settings().suite().signature(), join.link());
        } catch (DecodeException e) {
            replies.refused(id, ProblemCode.INVITE_INVALID, "");
            return;
        }
        String origin = LinkSecret.origin(join.link());
        if (!device.profile().origin().equals(Optional.of(origin))) {
            replies.refused(id, ProblemCode.INVALID, "the room is on another server: " + origin);
            return;
        }
        if (rooms.find(link.room()).filter(RoomEntry::isActive).isPresent()) {
            replies.done(id, new Outcome.Room(link.room()));
            return;
        }
        replies.online(id, session -> join(id, session, link.room(), Optional.of(link)));
    }

    private void join(long id, Session session, RoomId room, Optional<LinkSecret> link) {
        session.lanes()
                .entrance()
                .join(
                        room,
                        link,
                        told -> told.ifPresentOrElse(
                                problem -> replies.refused(id, problem),
                                () -> replies.done(id, new Outcome.Room(room))));
    }

    // Keeping in order

    void setRetention(long id, Command.SetRetention set) {
        if (set.seconds() < 0) {
            replies.refused(id, ProblemCode.INVALID, "a time can't be negative");
            return;
        }
        replies.online(
                id,
                session -> session.link()
                        .ask(
                                new RoomRequests.SetRetention(set.room(), set.seconds()),
                                done -> {
                                    tellRetention(set);
                                    replies.done(id);
                                },
                                failure -> replies.refused(id, Problem.of(failure))));
    }

    /** The node deletes what it has; the members' archives follow what an owner writes into the room. */
    private void tellRetention(Command.SetRetention set) {
        ByteString value = new TlsWriter().writeUint32(set.seconds()).toByteString();
        if (rooms.find(set.room()).filter(RoomEntry::isActive).isPresent()) {
            rooms.write(set.room(), composer -> Optional.of(composer.setting(Rooms.RETENTION, Optional.of(value))));
            connection.session().ifPresent(session -> session.lanes().poke(set.room()));
        }
    }

    void repair(long id, Command.RepairRoom repair) {
        if (rooms.find(repair.room()).isEmpty()) {
            replies.refused(id, ProblemCode.NOT_A_MEMBER, "");
            return;
        }
        replies.online(id, session -> join(id, session, repair.room(), Optional.empty()));
    }

    void retryUnreadable(long id, Command.RetryUnreadable retry) {
        member(id, retry.room(), () -> {
            rooms.conversations().unreadables().retry(retry.room());
            replies.done(id);
        });
    }
}
