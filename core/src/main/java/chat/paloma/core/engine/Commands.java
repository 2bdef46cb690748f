package chat.paloma.core.engine;

import chat.paloma.core.engine.account.Contacts;
import chat.paloma.core.engine.account.Registrar;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.engine.api.Outcome;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.room.Rooms;
import chat.paloma.core.engine.signal.Receipts;
import chat.paloma.core.identity.AuthenticationProof;
import chat.paloma.core.wire.BlobRequests;

/** Gives each command to whoever does it. What a person typed is checked here or there, and refused in their terms. */
final class Commands {
    private final Device device;
    private final Connection connection;
    private final Replies replies;
    private final PeopleCommands people;
    private final RoomCommands rooms;
    private final WritingCommands writing;
    private final SignalCommands signals;
    private final SettingCommands settings;
    private final DeviceCommands devices;
    private final AdministrationCommands administration;

    Commands(Device device, Rooms rooms, Contacts contacts, Receipts receipts, Own own, Connection connection) {
        this.device = device;
        this.connection = connection;
        this.replies = new Replies(device, connection);
        this.people = new PeopleCommands(rooms, contacts, own.opinions(), connection, replies);
        this.rooms = new RoomCommands(device, rooms, contacts, connection, replies);
        this.writing = new WritingCommands(device, rooms, connection, replies);
        this.settings = new SettingCommands(own, replies);
        this.signals = new SignalCommands(rooms, receipts, own.reading(), connection, replies);
        this.devices = new DeviceCommands(device, connection, replies);
        this.administration = new AdministrationCommands(replies);
    }

    /** Ends commands that can't be done any more on the connection on which they were begun. */
    void settle() {
        devices.settle();
        replies.settle();
    }

    void submit(long id, Command command) {
        try {
            switch (command) {
                case Command.Register register -> register(id, register);
                case Command.Recover recover -> devices.recover(id, recover);
                case Command.BeginLinking begin -> devices.beginLinking(id, begin);
                default -> {
                    if (device.isRegistered()) {
                        perform(id, command);
                    } else {
                        replies.refused(id, Problem.of(ProblemCode.NOT_REGISTERED));
                    }
                }
            }
        } catch (IllegalArgumentException e) {
            // What a person asked for is beyond a bound of some type.
            replies.refused(id, ProblemCode.INVALID, String.valueOf(e.getMessage()));
        }
    }

    private void perform(long id, Command command) {
        switch (command) {
            case Command.Administration administer -> administration.perform(id, administer);
            case Command.ApproveLinking approve -> devices.approveLinking(id, approve);
            case Command.RevokeDevice revoke -> devices.revoke(id, revoke);
            case Command.RotateListKey rotate -> devices.rotateListKey(id, rotate);
            case Command.RemoveAccount remove -> devices.removeAccount(id, remove);
            case Command.Readmit readmit -> rooms.readmit(id, readmit);
            case Command.LookUp lookUp -> people.lookUp(id, lookUp);
            case Command.AcceptIdentity accept -> people.acceptIdentity(id, accept);
            case Command.AnswerRequest answer -> people.answer(id, answer);
            case Command.Block block -> people.block(id, block);
            case Command.Verify verify -> people.verify(id, verify);
            case Command.CreateRoom create -> rooms.create(id, create);
            case Command.OpenDirect open -> rooms.openDirect(id, open);
            case Command.AddMember add -> rooms.add(id, add);
            case Command.RemoveMember remove -> rooms.remove(id, remove);
            case Command.Leave leave -> rooms.leave(id, leave);
            case Command.SetRole set -> rooms.setRole(id, set);
            case Command.SetWhoMayAdd set -> rooms.setWhoMayAdd(id, set);
            case Command.CreateLink create -> rooms.createLink(id, create);
            case Command.RevokeLinks revoke -> rooms.revokeLinks(id, revoke);
            case Command.JoinByLink join -> rooms.joinByLink(id, join);
            case Command.SetHistory set -> writing.setHistory(id, set);
            case Command.SetRetention set -> rooms.setRetention(id, set);
            case Command.RepairRoom repair -> rooms.repair(id, repair);
            case Command.RetryUnreadable retry -> rooms.retryUnreadable(id, retry);
            case Command.SendMessage send -> writing.send(id, send);
            case Command.EditMessage edit -> writing.edit(id, edit);
            case Command.DeleteMessage delete -> writing.delete(id, delete);
            case Command.React react -> writing.react(id, react);
            case Command.Pin pin -> writing.pin(id, pin);
            case Command.SetName set -> writing.setName(id, set);
            case Command.SetTopic set -> writing.setTopic(id, set);
            case Command.CreatePoll create -> writing.createPoll(id, create);
            case Command.Vote vote -> writing.vote(id, vote);
            case Command.ClosePoll close -> writing.closePoll(id, close);
            case Command.MarkRead mark -> signals.markRead(id, mark);
            case Command.NameContact name -> people.name(id, name);
            case Command.SetDraft set -> settings.setDraft(id, set);
            case Command.SetNotifications set -> settings.setNotifications(id, set);
            case Command.SetSetting set -> settings.setSetting(id, set);
            case Command.SetTyping set -> signals.setTyping(id, set);
            case Command.ShowPresence show -> signals.showPresence(id, show);
            case Command.BeginUpload begin -> beginUpload(id, begin);
            case Command.BeginDownload begin -> beginDownload(id, begin);
            default -> replies.refused(id, ProblemCode.INVALID, "not in this version");
        }
    }

    private void register(long id, Command.Register register) {
        if (device.isRegistered()) {
            replies.refused(id, Problem.of(ProblemCode.ALREADY_REGISTERED));
            return;
        }
        if (!AuthenticationProof.isOrigin(register.origin())) {
            replies.refused(id, ProblemCode.INVALID, "not the address of a server");
            return;
        }
        Registrar registrar = new Registrar(device);
        String text = registrar.begin(register.origin(), register.handle());
        registrar.register(
                register.invite(),
                () -> {
                    replies.done(id, new Outcome.Text(text));
                    connection.open();
                },
                problem -> replies.refused(id, problem));
    }

    private void beginUpload(long id, Command.BeginUpload begin) {
        replies.online(
                id,
                session -> session.link()
                        .ask(
                                new BlobRequests.BeginUpload(begin.room(), begin.blob(), begin.size()),
                                capability -> replies.done(id, capability(capability)),
                                failure -> replies.refused(id, Problem.of(failure))));
    }

    private void beginDownload(long id, Command.BeginDownload begin) {
        replies.online(
                id,
                session -> session.link()
                        .ask(
                                new BlobRequests.BeginDownload(begin.room(), begin.blob()),
                                capability -> replies.done(id, capability(capability)),
                                failure -> replies.refused(id, Problem.of(failure))));
    }

    private static Outcome capability(BlobRequests.Capability capability) {
        return new Outcome.BlobCapability(
                capability.token(), capability.present(), capability.size(), capability.expires());
    }
}
