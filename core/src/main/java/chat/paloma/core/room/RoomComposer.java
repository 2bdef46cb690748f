package chat.paloma.core.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.operation.Content;
import chat.paloma.core.room.operation.HybridClock;
import chat.paloma.core.room.operation.Operation;
import chat.paloma.core.room.operation.OperationId;
import chat.paloma.core.room.operation.OperationLimits;
import chat.paloma.core.room.operation.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Makes the operations of one device: it fills in what the device has applied, so that they stand behind all of it. An
 * operation that is made must be told to the room ({@link RoomInput.Queued}) before the next one is made.
 *
 * <p>Every method may throw {@link chat.paloma.core.room.store.NotLoadedException} when the store does.
 */
public final class RoomComposer {
    private final RoomId room;
    private final DeviceAddress device;
    private final long incarnation;
    private final Supplier<RoomData> data;

    RoomComposer(RoomId room, DeviceAddress device, long incarnation, Supplier<RoomData> data) {
        this.room = room;
        this.device = device;
        this.incarnation = incarnation;
        this.data = data;
    }

    private AccountId account() {
        return device.account();
    }

    /**
     * The next operation of the device.
     *
     * @param wallMillis the device's clock, in milliseconds since 1970
     * @param seen what the device has verified of the room's lanes, ascending by region
     */
    public Operation next(Content content, long wallMillis, List<Seen> seen) {
        RoomData now = data.get();
        Optional<StoredOperation> previous = now.facts()
                .last(Facts.chain(new DeviceIncarnation(device, incarnation)))
                .map(now::operationOf);
        Optional<OperationId> previousOwn = previous.map(StoredOperation::id);
        return new Operation(
                room,
                device,
                incarnation,
                previous.map(own -> own.operation().counter() + 1).orElse(1L),
                previousOwn,
                content,
                dependencies(now, content, previousOwn),
                new HybridClock(now.totals().clock()).next(wallMillis),
                seen);
    }

    /** The heads, or as many as fit, and with them what the operation is about when they do not cover everything. */
    private static List<OperationId> dependencies(RoomData data, Content content, Optional<OperationId> previousOwn) {
        List<OperationId> heads =
                data.facts().startingWith(Facts.heads(), OperationLimits.MAX_DEPENDENCIES + 2).stream()
                        .map(Facts::idOf)
                        .filter(id -> previousOwn.filter(id::equals).isEmpty())
                        .toList();
        TreeSet<OperationId> dependencies = new TreeSet<>();
        if (heads.size() > OperationLimits.MAX_DEPENDENCIES) {
            about(content).stream()
                    .filter(id -> data.applied(id).isPresent())
                    .filter(id -> previousOwn.filter(id::equals).isEmpty())
                    .forEach(dependencies::add);
        }
        for (OperationId head : heads) {
            if (dependencies.size() < OperationLimits.MAX_DEPENDENCIES) {
                dependencies.add(head);
            }
        }
        return List.copyOf(dependencies);
    }

    private static List<OperationId> about(Content content) {
        List<OperationId> about = new ArrayList<>();
        switch (content) {
            case Content.Message message -> {
                message.replyTo().ifPresent(about::add);
                message.thread().ifPresent(about::add);
            }
            case Content.Poll poll -> poll.thread().ifPresent(about::add);
            case Content.Edit edit -> about.add(edit.target());
            case Content.Delete delete -> about.add(delete.target());
            case Content.React react -> about.add(react.target());
            case Content.Unreact unreact -> about.add(unreact.target());
            case Content.Pin pin -> about.add(pin.target());
            case Content.Unpin unpin -> about.add(unpin.target());
            case Content.Vote vote -> about.add(vote.poll());
            case Content.ClosePoll close -> about.add(close.poll());
            default -> {}
        }
        return about;
    }

    /** Another text for one's own message. */
    public Content.Edit edit(OperationId target, String text, List<AccountId> mentions) {
        return new Content.Edit(target, text, mentions, live(Register.edits(target, account())));
    }

    /** Takes one's own reaction back; nothing when there is none. */
    public Optional<Content.Unreact> unreact(OperationId target, String emoji) {
        List<OperationId> adds = live(Register.reaction(target, emoji, account()));
        return adds.isEmpty() ? Optional.empty() : Optional.of(new Content.Unreact(target, emoji, adds));
    }

    /** Unpins; nothing when it is not pinned. */
    public Optional<Content.Unpin> unpin(OperationId target) {
        List<OperationId> pins = live(Register.pins(target));
        return pins.isEmpty() ? Optional.empty() : Optional.of(new Content.Unpin(target, pins));
    }

    /** Another topic. */
    public Content.Topic topic(String text) {
        return new Content.Topic(text, live(Register.TOPIC));
    }

    /** Another name. */
    public Content.Name name(String text) {
        return new Content.Name(text, live(Register.NAME));
    }

    /** Another value of a setting, or none. */
    public Content.Setting setting(String key, Optional<ByteString> value) {
        return new Content.Setting(key, value, live(Register.setting(key)));
    }

    /** The last writes that are not taken away, ascending by id. More than fit are not there among honest devices. */
    private List<OperationId> live(Register register) {
        return data.get().live(register, OperationLimits.MAX_REPLACED).stream()
                .sorted()
                .toList();
    }
}
