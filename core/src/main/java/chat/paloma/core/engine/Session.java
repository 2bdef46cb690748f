package chat.paloma.core.engine;

import chat.paloma.core.engine.account.Certification;
import chat.paloma.core.engine.account.Contacts;
import chat.paloma.core.engine.account.Directory;
import chat.paloma.core.engine.api.ConnectionState;
import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.archive.Archive;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.history.History;
import chat.paloma.core.engine.inbox.Inbox;
import chat.paloma.core.engine.inbox.Stock;
import chat.paloma.core.engine.link.NodeLink;
import chat.paloma.core.engine.own.OwnAccount;
import chat.paloma.core.engine.room.BlobTransfers;
import chat.paloma.core.engine.room.BlobTrash;
import chat.paloma.core.engine.room.GapReading;
import chat.paloma.core.engine.room.RoomContext;
import chat.paloma.core.engine.room.RoomLanes;
import chat.paloma.core.engine.room.Rooms;
import chat.paloma.core.engine.signal.Presence;
import chat.paloma.core.engine.signal.ReceiptSending;
import chat.paloma.core.engine.signal.Receipts;
import chat.paloma.core.engine.signal.Typing;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.wire.Event;
import chat.paloma.core.wire.InboxRecords.DirectRecord;
import chat.paloma.core.wire.SessionRequests.Welcomed;
import java.util.Set;

/** What a device does on one connection, once it has proven itself. It ends with the connection. */
final class Session implements Inbox.Listener {
    private final Device device;
    private final NodeLink link;
    private final RoomContext context;
    private final RoomLanes lanes;
    private final Inbox inbox;
    private final Stock stock;
    private final OwnAccount account;
    private final boolean administrator;
    private final long deviceListVersion;
    private final Archive archive;
    private final History history;
    private final BlobTrash.OnConnection trash;
    private final GapReading gaps;
    private final Typing typing;
    private final Presence presence;
    private final Own own;
    private final ReceiptSending receipts;
    private boolean online;

    Session(
            Device device,
            Rooms rooms,
            Contacts contacts,
            Certification certification,
            Receipts kept,
            Own own,
            NodeLink link,
            Welcomed welcomed) {
        this.device = device;
        this.link = link;
        this.own = own;
        Directory directory = new Directory(device, contacts, link);
        this.context = new RoomContext(
                device,
                rooms,
                contacts,
                certification,
                directory,
                link,
                new BlobTransfers(device, link),
                welcomed.externalSender());
        this.lanes = new RoomLanes(context);
        this.inbox = new Inbox(context, lanes, this);
        this.stock = new Stock(device, link);
        this.account = new OwnAccount(context, lanes, stock);
        this.administrator = welcomed.administrator();
        this.deviceListVersion = welcomed.deviceListVersion();
        this.archive = new Archive(context, account.vault(), own.personal());
        this.typing = new Typing(context);
        this.presence = new Presence(context);
        this.receipts = new ReceiptSending(context, kept);
        this.history = new History(context, lanes, own.reading(), presence::isOnline);
        this.trash = rooms.trash().on(link);
        this.gaps = new GapReading(context, lanes);
        stock.fill(welcomed.keyPackages());
    }

    void start() {
        device.show(new EngineEvent.ConnectionChanged(ConnectionState.CATCHING_UP, java.util.Optional.empty()));
        inbox.start();
        // Before anything is committed: a node that was put back to a backup refuses devices that it does not know.
        account.start(deviceListVersion);
        lanes.start();
    }

    RoomContext context() {
        return context;
    }

    RoomLanes lanes() {
        return lanes;
    }

    NodeLink link() {
        return link;
    }

    Archive archive() {
        return archive;
    }

    OwnAccount account() {
        return account;
    }

    /** Whether the account administers the node. */
    boolean isAdministrator() {
        return administrator;
    }

    Typing typing() {
        return typing;
    }

    Presence presence() {
        return presence;
    }

    ReceiptSending receipts() {
        return receipts;
    }

    /** Whether everything was taken in that the node had when the session began. */
    boolean isOnline() {
        return online;
    }

    /** Says that the device is online, the first time that it is so, and how far it has come. */
    void settle() {
        if (online) {
            own.personal().flush().ifPresent(lanes::poke);
            Set<RoomId> changed = context.rooms().takeChanged();
            changed.forEach(receipts::tell);
            if (!changed.isEmpty()) {
                presence.watch();
            }
            if (account.vault().known().selfRoom().filter(changed::contains).isPresent()) {
                own.opinions().hear();
            }
        }
        if (!online && inbox.isCaughtUp() && lanes.areSettled()) {
            online = true;
            new Requests(context).repeat();
            presence.watch();
            context.rooms().ids().forEach(receipts::catchUp);
            device.show(new EngineEvent.ConnectionChanged(ConnectionState.ONLINE, java.util.Optional.empty()));
        }
        if (online) {
            account.settle();
            archive.settle();
            history.settle();
            gaps.settle();
            trash.settle();
        }
    }

    void happened(Event event) {
        switch (event) {
            case Event.Delivered delivered -> {
                switch (delivered.lane()) {
                    case LaneId.Inbox own -> inbox.delivered(delivered);
                    case LaneId.Room room -> lanes.delivered(room.room(), delivered);
                }
            }
            case Event.FellBehind behind -> {
                switch (behind.lane()) {
                    case LaneId.Inbox own -> inbox.fellBehind();
                    case LaneId.Room room -> lanes.fellBehind(room.room());
                }
            }
            case Event.StockLow low -> stock.fill(low.left());
            case Event.Signalled signalled -> typing.signalled(signalled);
            case Event.PresenceChanged changed -> presence.changed(changed.account(), changed.online());
            case Event.ReceiptChanged changed -> receipts.changed(changed);
            case Event.Draining draining -> {}
        }
    }

    @Override
    public void devicesChanged(long version) {
        if (version != device.identity().record().version()) {
            account.devicesChanged();
        }
    }

    @Override
    public void direct(DirectRecord record) {}

    @Override
    public void caughtUp() {}
}
