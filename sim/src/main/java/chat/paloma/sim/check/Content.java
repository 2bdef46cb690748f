package chat.paloma.sim.check;

import chat.paloma.core.engine.room.GapReading;
import chat.paloma.core.engine.room.RoomEntry;
import chat.paloma.core.engine.room.Unreadables.Unreadable;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.Listing;
import chat.paloma.core.room.Order;
import chat.paloma.core.room.RoomItem;
import chat.paloma.core.room.RoomView;
import chat.paloma.core.room.StoredOperation;
import chat.paloma.core.room.operation.OperationId;
import chat.paloma.sim.check.Oracle.Stint;
import chat.paloma.sim.check.Oracle.Written;
import chat.paloma.sim.client.SimClient;
import chat.paloma.sim.world.Fault;
import chat.paloma.sim.world.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What stands in a room: nothing is lost, all who have seen the same show the same, and nobody sees what is not theirs. */
final class Content {
    private static final int PAGE = 500;

    private final World world;
    private final Oracle oracle;
    private final Names names;

    Content(World world, Oracle oracle, Names names) {
        this.world = world;
        this.oracle = oracle;
        this.names = names;
    }

    /**
     * Checks a room.
     *
     * @param named whether its members know that the node deceives them there, so that something may be missing
     */
    void check(RoomId room, Map<DeviceAddress, SimClient> clients, boolean named) {
        Map<Set<OperationId>, Shown> shown = new HashMap<>();
        for (Map.Entry<DeviceAddress, SimClient> entry :
                clients.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList()) {
            SimClient client = entry.getValue();
            if (client.view().entry(room).isEmpty()) {
                continue;
            }
            Set<OperationId> seen = operations(client.view().conversation(room));
            if (!named) {
                nothingIsLost(room, entry.getKey(), client, seen);
            }
            nothingLeaks(room, entry.getKey(), client, seen);
            unreadables(room, client);
            if (!named || isAllAccepted(client.view().conversation(room))) {
                theSameIsShown(room, client, seen, shown);
            }
        }
    }

    private static Set<OperationId> operations(RoomView view) {
        Set<OperationId> found = new HashSet<>();
        Optional<Order> after = Optional.empty();
        while (true) {
            List<StoredOperation> page = view.operations(after, PAGE);
            page.forEach(stored -> found.add(stored.id()));
            if (page.size() < PAGE) {
                return found;
            }
            after = Optional.of(page.getLast().order());
        }
    }

    /** Whether nothing of a room is queued; where a deception was named that may stay so. */
    private static boolean isAllAccepted(RoomView view) {
        Optional<Order> after = Optional.empty();
        while (true) {
            List<StoredOperation> page = view.operations(after, PAGE);
            if (page.stream().anyMatch(stored -> stored.effective().isEmpty())) {
                return false;
            }
            if (page.size() < PAGE) {
                return true;
            }
            after = Optional.of(page.getLast().order());
        }
    }

    /**
     * What was acknowledged to its author, everybody has who was in the room from before it was written until now. A device
     * that came back with the recovery key also has what was written since its account is in the room, as long as its
     * author is there to send it again.
     */
    private void nothingIsLost(RoomId room, DeviceAddress device, SimClient client, Set<OperationId> seen) {
        List<Stint> stints = oracle.stints(room, device);
        if (!isIn(room, device)
                || stints.isEmpty()
                || client.view().entry(room).filter(RoomEntry::isActive).isEmpty()) {
            return;
        }
        long since = stints.getLast().from;
        boolean owedAll = oracle.cameBackTo(client, room) && !oracle.wasRestored();
        long owed = owedAll ? oracle.accountSince(room, device.account(), since) : since;
        for (Written fact : oracle.written(room)) {
            boolean meant = since < fact.time || (owed < fact.time && isKept(fact));
            if (fact.acknowledged && meant && !seen.contains(fact.id) && !waitsForItsAuthor(fact)) {
                throw new Broken(
                        "nothing acknowledged is lost",
                        fact.author.name() + " was told that an operation in " + names.of(room) + " is sent, and "
                                + client.name() + " does not have it, and has "
                                + client.view().unreadables().of(room).size() + " records that it can't read",
                        List.of(fact.author.name(), client.name(), names.of(room)));
            }
        }
    }

    /**
     * Whether a node that was put back lost it, and its author is not in the room to offer it again, or has deleted the
     * message since, with its edits.
     */
    private boolean waitsForItsAuthor(Written fact) {
        return oracle.wasRestored()
                && (fact.author.isRetired()
                        || fact.author
                                .view()
                                .conversation(fact.room)
                                .operation(fact.id)
                                .filter(stored -> stored.state() != StoredOperation.State.APPLIED)
                                .isPresent()
                        || fact.author
                                .view()
                                .entry(fact.room)
                                .filter(RoomEntry::isActive)
                                .isEmpty());
    }

    /** Whether the device that wrote something is in the room, and has not deleted it. */
    private boolean isKept(Written fact) {
        return isIn(fact.room, fact.device)
                && fact.author
                        .view()
                        .conversation(fact.room)
                        .operation(fact.id)
                        .filter(stored -> stored.state() == StoredOperation.State.APPLIED)
                        .isPresent();
    }

    /** Nobody has what was written for others while they were not in the room, and never came back. */
    private void nothingLeaks(RoomId room, DeviceAddress device, SimClient client, Set<OperationId> seen) {
        List<Stint> stints = oracle.stints(room, device.account());
        for (Written fact : oracle.written(room)) {
            boolean meant =
                    fact.audience.stream().anyMatch(each -> each.account().equals(device.account()));
            if (fact.author != client && seen.contains(fact.id) && !meant) {
                // What another device of the account has read comes with the archive.
                boolean later = stints.stream().anyMatch(stint -> stint.to > fact.time);
                if (!later) {
                    throw new Broken(
                            "nobody reads what is not theirs",
                            client.name() + " has an operation of " + fact.author.name() + " in " + names.of(room)
                                    + " that was written when it was not in the room",
                            List.of(fact.author.name(), client.name(), names.of(room)));
                }
            }
        }
    }

    /**
     * Every record that can't be read has a cause. Where nothing is put back to a backup there is none, but for what was
     * lost with an account's devices and whose author is not in the room any more: nobody else can send it again. Who is
     * out of a room is not sent it any more.
     */
    private void unreadables(RoomId room, SimClient client) {
        boolean excused = world.settings().malicious()
                || world.settings().faults().contains(Fault.NODE_RESTORE)
                || !isIn(room, client.view().identity().orElseThrow().address());
        for (var row : client.view().unreadables().of(room)) {
            Unreadable unreadable = row.value();
            long sequence = row.key().sequence();
            boolean lost = unreadable.why().equals(GapReading.LOST)
                    && oracle.author(room, sequence)
                            .filter(author -> !isIn(room, author))
                            .isPresent();
            if (unreadable.why().isBlank() || !(excused || lost)) {
                throw new Broken(
                        "everything can be read",
                        client.name() + " can't read record " + sequence + " of " + names.of(room) + ": "
                                + unreadable.why(),
                        List.of(client.name(), names.of(room)));
            }
        }
    }

    private boolean isIn(RoomId room, DeviceAddress device) {
        return world.node().room(room).filter(each -> each.hasDevice(device)).isPresent();
    }

    // What is shown

    private record Item(OperationId id, DeviceAddress device, Order order, String body, List<String> rest) {
        private static String shorten(RoomItem.Body body) {
            String text = body.toString();
            return text.length() < 200 ? text : text.substring(0, 200) + "… " + text.hashCode();
        }

        static Item of(RoomItem item) {
            return new Item(
                    item.id(),
                    item.device(),
                    item.order(),
                    shorten(item.body()),
                    List.of(
                            String.valueOf(item.thread()),
                            String.valueOf(item.pinned()),
                            String.valueOf(item.reactions()),
                            String.valueOf(item.replies())));
        }
    }

    private record Shown(SimClient by, List<Item> items) {}

    private void theSameIsShown(
            RoomId room, SimClient client, Set<OperationId> seen, Map<Set<OperationId>, Shown> shown) {
        if (oracle.wasRestored()) {
            // What was accepted twice has the earlier time for those only who read it the first time.
            return;
        }
        List<Item> items = items(client.view().conversation(room));
        Shown other = shown.putIfAbsent(seen, new Shown(client, items));
        if (other == null || other.items().equals(items)) {
            return;
        }
        int at = 0;
        while (at < Math.min(items.size(), other.items().size())
                && items.get(at).equals(other.items().get(at))) {
            at++;
        }
        String here = at < items.size() ? String.valueOf(items.get(at)) : "nothing";
        String there = at < other.items().size() ? String.valueOf(other.items().get(at)) : "nothing";
        throw new Broken(
                "who has seen the same shows the same",
                client.name() + " and " + other.by().name() + " have the same " + seen.size() + " operations of "
                        + names.of(room) + "; at " + at + " one shows\n    " + here + "\n    and the other\n    "
                        + there,
                List.of(client.name(), other.by().name(), names.of(room)));
    }

    private static List<Item> items(RoomView view) {
        List<Item> found = new ArrayList<>();
        List<RoomItem> page = view.newest(new Listing.Timeline(), PAGE);
        while (!page.isEmpty()) {
            page.reversed().forEach(item -> {
                found.add(Item.of(item));
                view.newest(new Listing.Replies(item.id()), PAGE).forEach(under -> found.add(Item.of(under)));
            });
            page = view.before(new Listing.Timeline(), page.getFirst().order(), PAGE);
        }
        view.pinned(PAGE).forEach(item -> found.add(Item.of(item)));
        return found;
    }
}
