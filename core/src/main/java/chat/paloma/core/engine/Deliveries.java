package chat.paloma.core.engine;

import chat.paloma.core.engine.EngineView.DeliveryState;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.room.Conversations;
import chat.paloma.core.engine.room.Rooms;
import chat.paloma.core.engine.signal.Receipt;
import chat.paloma.core.engine.signal.Receipts;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.Roster;
import chat.paloma.core.room.operation.OperationId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** How far operations of this device have come, by what the node and the others tell. */
final class Deliveries {
    private final Device device;
    private final Rooms rooms;
    private final Receipts receipts;

    Deliveries(Device device, Rooms rooms, Receipts receipts) {
        this.device = device;
        this.rooms = rooms;
        this.receipts = receipts;
    }

    /** How an operation of this device fares. */
    DeliveryState of(RoomId room, OperationId operation) {
        Optional<Conversations.Delivery> delivery = rooms.conversations().delivery(room, operation);
        if (delivery.isPresent()) {
            return delivery.get().failed().isEmpty() ? DeliveryState.SENT : DeliveryState.FAILED;
        }
        OptionalLong sequence = rooms.conversations().sequence(room, operation);
        if (sequence.isEmpty()) {
            return DeliveryState.QUEUED;
        }
        return received(room, sequence.getAsLong());
    }

    private DeliveryState received(RoomId room, long sequence) {
        Optional<Roster> roster = rooms.roster(room).filter(known -> receipts.areOn(room));
        if (roster.isEmpty() || roster.get().accounts().size() < 2) {
            return DeliveryState.SENT;
        }
        boolean delivered = true;
        boolean read = true;
        for (Roster.Account account : roster.get().accounts().values()) {
            if (account.id().equals(device.account())) {
                continue;
            }
            boolean readByAccount = false;
            for (Roster.Device each : account.devices()) {
                Receipt receipt = receipts.of(room, new DeviceAddress(account.id(), each.id()));
                delivered &= receipt.delivered() >= sequence;
                readByAccount |= receipt.read() >= sequence;
            }
            read &= readByAccount;
        }
        return read ? DeliveryState.READ : delivered ? DeliveryState.DELIVERED : DeliveryState.SENT;
    }

    /** Who of the others has read an operation, as far as they tell. */
    List<AccountId> readers(RoomId room, OperationId operation) {
        OptionalLong sequence = rooms.conversations().sequence(room, operation);
        Optional<Roster> roster = rooms.roster(room).filter(known -> receipts.areOn(room));
        if (sequence.isEmpty() || roster.isEmpty()) {
            return List.of();
        }
        return roster.get().accounts().values().stream()
                .filter(account -> !account.id().equals(device.account()))
                .filter(account -> account.devices().stream()
                        .anyMatch(each -> receipts.of(room, new DeviceAddress(account.id(), each.id()))
                                        .read()
                                >= sequence.getAsLong()))
                .map(Roster.Account::id)
                .toList();
    }

    /** Why an operation of this device will never be sent. */
    Optional<String> failure(RoomId room, OperationId operation) {
        return rooms.conversations()
                .delivery(room, operation)
                .map(Conversations.Delivery::failed)
                .filter(why -> !why.isEmpty());
    }
}
