package chat.paloma.conformance.vectors.room;

import chat.paloma.conformance.SeededRandom;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.Attestation;
import chat.paloma.core.room.Listing;
import chat.paloma.core.room.Room;
import chat.paloma.core.room.RoomComposer;
import chat.paloma.core.room.RoomInput;
import chat.paloma.core.room.RoomItem;
import chat.paloma.core.room.RoomLimits;
import chat.paloma.core.room.RoomView;
import chat.paloma.core.room.operation.Content;
import chat.paloma.core.room.operation.Operation;
import chat.paloma.core.room.operation.OperationId;
import chat.paloma.core.room.operation.OperationKind;
import chat.paloma.core.room.store.MemoryRoomStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Three people with four devices in one room, who hear of each other late, and one of whom has a wrong clock. */
final class RoomStory {
    private static final long NOON = 1_800_000_000_000L;
    private static final List<String> EMOJIS = List.of("\ud83d\udc4d", "\u2764\ufe0f");

    /** One device with its replica. */
    private final class Member {
        final DeviceAddress device;
        final long skew;
        final MemoryRoomStore store = new MemoryRoomStore();
        final Room replica = new Room(crypto, room, store, RoomLimits.DEFAULT);
        int heard;

        Member(DeviceAddress device, long skew) {
            this.device = device;
            this.skew = skew;
        }

        void hear(RoomInput input) {
            store.write(replica.apply(input).writes());
        }
    }

    private final CryptoProvider crypto;
    private final SeededRandom random;
    private final RoomId room;
    private final List<Member> members = new ArrayList<>();
    private final List<RoomInput.Accepted> accepted = new ArrayList<>();
    private long now = NOON;

    private RoomStory(CryptoProvider crypto, String seed) {
        this.crypto = crypto;
        this.random = new SeededRandom(crypto, seed);
        this.room = RoomId.random(random);
        AccountId ana = account();
        members.add(new Member(device(ana), 0));
        members.add(new Member(device(ana), 0));
        members.add(new Member(device(account()), -90_000));
        members.add(new Member(device(account()), 3_600_000));
    }

    private AccountId account() {
        return new AccountId(ByteString.adopt(random.nextBytes(AccountId.LENGTH)));
    }

    private DeviceAddress device(AccountId account) {
        return new DeviceAddress(account, DeviceId.random(random));
    }

    /** What the lanes accepted in the end. */
    static List<RoomInput.Accepted> of(CryptoProvider crypto, String seed, int steps) {
        RoomStory story = new RoomStory(crypto, seed);
        for (int i = 0; i < steps; i++) {
            story.step();
        }
        return story.accepted;
    }

    private void step() {
        Member member = members.get(random.nextInt(members.size()));
        int hears = random.nextInt(accepted.size() - member.heard + 1);
        for (int i = 0; i < hears; i++) {
            member.hear(accepted.get(member.heard++));
        }
        now += random.nextInt(20_000);
        Operation operation =
                member.replica.composer(member.device, 1).next(content(member), now + member.skew, List.of());
        member.hear(new RoomInput.Queued(operation));
        accept(operation, now + random.nextInt(3_000));
        if (random.nextInt(6) == 0) {
            // Another region, whose clock is behind, took it as well.
            accept(operation, now - 400_000);
        }
    }

    private void accept(Operation operation, long time) {
        accepted.add(new RoomInput.Accepted(operation, time, new Attestation.Verified(ByteString.EMPTY)));
    }

    private Content content(Member member) {
        RoomView view = member.replica.view();
        RoomComposer composer = member.replica.composer(member.device, 1);
        List<RoomItem> items = view.newest(new Listing.Timeline(), 6);
        if (items.isEmpty()) {
            return Content.Message.of("first");
        }
        RoomItem item = items.get(random.nextInt(items.size()));
        OperationId target = item.id();
        String emoji = EMOJIS.get(random.nextInt(EMOJIS.size()));
        String text = "text " + random.nextInt(1_000);
        return switch (random.nextInt(16)) {
            case 0 ->
                composer.edit(target, text, List.of(members.getFirst().device.account()));
            case 1 -> random.nextInt(3) == 0 ? new Content.Delete(target) : new Content.Pin(target);
            case 2, 3 -> new Content.React(target, emoji);
            case 4 -> composer.unreact(target, emoji).map(Content.class::cast).orElse(new Content.React(target, emoji));
            case 5 -> composer.unpin(target).map(Content.class::cast).orElse(new Content.Pin(target));
            case 6 -> composer.topic(text);
            case 7 -> composer.name(text);
            case 8 -> composer.setting("theme", Optional.of(ByteString.utf8(text)));
            case 9 -> new Content.Poll(text, List.of("yes", "no"), false, Optional.empty());
            case 10, 11 -> new Content.Vote(target, List.of(random.nextInt(2)));
            case 12 -> item.body() instanceof RoomItem.Body.Poll ? new Content.ClosePoll(target) : reply(target, text);
            case 13 -> new Content.Unknown(new OperationKind(0x8fff), ByteString.utf8(text));
            case 14 -> reply(target, text);
            default -> Content.Message.of(text);
        };
    }

    private static Content reply(OperationId root, String text) {
        return new Content.Message(text, Optional.of(root), Optional.of(root), List.of(), List.of());
    }
}
