package chat.paloma.core.engine.personal;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.engine.api.NotificationLevel;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.room.Rooms;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.Listing;
import chat.paloma.core.room.Order;
import chat.paloma.core.room.RoomItem;
import chat.paloma.core.room.RoomView;
import chat.paloma.core.room.operation.OperationId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Up to where rooms were read, what is written and not sent, and what the person wants to be told of. */
public final class Reading {
    private static final String READ = "read";
    private static final String DRAFT = "draft";
    private static final String NOTIFY = "notify";
    /** So many are counted, and no more. */
    private static final int MAX_UNREAD = 1_000;

    /**
     * What was not read yet.
     *
     * @param messages of others, counted up to a thousand
     * @param mentions among them
     * @param first where they begin
     */
    public record Unread(int messages, int mentions, Optional<OperationId> first) {}

    private final Device device;
    private final Rooms rooms;
    private final Personal personal;

    public Reading(Device device, Rooms rooms, Personal personal) {
        this.device = device;
        this.rooms = rooms;
        this.personal = personal;
    }

    /** Up to where a room was read, on whichever device. */
    public Optional<Order> readUpTo(RoomId room) {
        Decoder<Order> decoder = Order::decode;
        return personal.get(Personal.key(READ, room.bytes())).flatMap(bytes -> {
            try {
                return Optional.of(decoder.decodeAll(bytes.toByteArray()));
            } catch (DecodeException e) {
                return Optional.empty();
            }
        });
    }

    /** Everything up to an entry was read; returns whether that is news. */
    public boolean markRead(RoomId room, OperationId entry) {
        Optional<Order> place = rooms.conversations().view(room).item(entry).map(RoomItem::order);
        if (place.isEmpty() || !place.get().accepted()) {
            return false;
        }
        if (readUpTo(room).filter(before -> before.compareTo(place.get()) >= 0).isPresent()) {
            return false;
        }
        personal.set(
                Personal.key(READ, room.bytes()),
                Optional.of(ByteString.adopt(place.get().encoded())));
        return true;
    }

    /** What stands up to a place was written before this account came into a room, and does not count as unread. */
    public void begin(RoomId room, Order place) {
        if (readUpTo(room).isEmpty()) {
            personal.set(Personal.key(READ, room.bytes()), Optional.of(ByteString.adopt(place.encoded())));
        }
    }

    /** What of a room was not read yet. */
    public Unread unread(RoomId room) {
        RoomView view = rooms.conversations().view(room);
        Optional<Order> read = readUpTo(room);
        var items = read.isPresent()
                ? view.after(new Listing.Timeline(), read.get(), MAX_UNREAD)
                : view.newest(new Listing.Timeline(), MAX_UNREAD);
        int messages = 0;
        int mentions = 0;
        Optional<OperationId> first = Optional.empty();
        for (RoomItem item : items) {
            if (item.device().account().equals(device.account())) {
                continue;
            }
            messages++;
            first = first.isPresent() ? first : Optional.of(item.id());
            if (item.body() instanceof RoomItem.Body.Message message
                    && message.mentions().contains(device.account())) {
                mentions++;
            }
        }
        return new Unread(messages, mentions, first);
    }

    /** What is written and not sent. */
    public String draft(RoomId room) {
        return personal.get(Personal.key(DRAFT, room.bytes()))
                .map(bytes -> new String(bytes.toByteArray(), StandardCharsets.UTF_8))
                .orElse("");
    }

    public void setDraft(RoomId room, String text) {
        personal.set(
                Personal.key(DRAFT, room.bytes()),
                text.isEmpty() ? Optional.empty() : Optional.of(ByteString.utf8(text)));
    }

    /** What of a room the person wants to be told of; everything, unless they chose otherwise. */
    public NotificationLevel notifications(RoomId room) {
        return personal.get(Personal.key(NOTIFY, room.bytes()))
                .filter(bytes -> bytes.length() == 1)
                .map(bytes -> switch (bytes.at(0)) {
                    case 1 -> NotificationLevel.MENTIONS;
                    case 2 -> NotificationLevel.NONE;
                    default -> NotificationLevel.ALL;
                })
                .orElse(NotificationLevel.ALL);
    }

    public void setNotifications(RoomId room, NotificationLevel level) {
        byte number = switch (level) {
            case ALL -> 0;
            case MENTIONS -> 1;
            case NONE -> 2;
        };
        personal.set(Personal.key(NOTIFY, room.bytes()), Optional.of(ByteString.adopt(new byte[] {number})));
    }
}
