package chat.paloma.sim.check;

import chat.paloma.core.engine.EngineView;
import chat.paloma.core.engine.account.Contact;
import chat.paloma.core.engine.room.RoomEntry;
import chat.paloma.core.engine.state.Table.Row;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.sim.client.SimClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What all devices of an account have in common once everything has come to rest. */
final class Accounts {
    private final Oracle oracle;

    Accounts(Oracle oracle) {
        this.oracle = oracle;
    }

    void check(List<SimClient> clients) {
        Map<AccountId, SimClient> firsts = new HashMap<>();
        for (SimClient client : clients) {
            SimClient first =
                    firsts.putIfAbsent(client.view().identity().orElseThrow().account(), client);
            if (first != null && !oracle.wasRestored()) {
                compare(first, client);
            }
        }
    }

    private static void compare(SimClient one, SimClient other) {
        EngineView here = one.view();
        EngineView there = other.view();
        same(
                one,
                other,
                "device lists",
                here.identity().orElseThrow().record(),
                there.identity().orElseThrow().record());
        same(one, other, "self rooms", here.selfRoom(), there.selfRoom());
        for (RoomId room : here.rooms()) {
            if (isActive(here, room) && isActive(there, room)) {
                same(one, other, "drafts", here.draft(room), there.draft(room));
                same(one, other, "levels of notification", here.notifications(room), there.notifications(room));
            }
        }
        for (Row<AccountId, Contact> contact : here.contacts()) {
            if (there.contact(contact.key()).isPresent()) {
                same(one, other, "names of people", here.displayName(contact.key()), there.displayName(contact.key()));
            }
        }
    }

    private static boolean isActive(EngineView view, RoomId room) {
        return view.entry(room).filter(RoomEntry::isActive).isPresent();
    }

    private static void same(SimClient one, SimClient other, String what, Object here, Object there) {
        if (!here.equals(there)) {
            throw new Broken(
                    "the devices of an account agree",
                    one.name() + " and " + other.name() + " have different " + what + ": " + here + " and " + there,
                    List.of(one.name(), other.name()));
        }
    }
}
