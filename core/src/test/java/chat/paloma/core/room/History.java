package chat.paloma.core.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.operation.Content;
import chat.paloma.core.room.operation.HybridTime;
import chat.paloma.core.room.operation.Operation;
import chat.paloma.core.room.operation.OperationId;
import chat.paloma.core.room.operation.OperationKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * What the members of a room did, at random and from a seed: some of them honest and some not, each knowing a part of
 * what the others did, with clocks that differ and lanes that accept at different times. Many operations are concurrent,
 * and many effective times are equal.
 */
final class History {
    static final CryptoProvider CRYPTO = new BouncyCastleCrypto();
    static final RoomId ROOM = new RoomId(bytes(0x77, RoomId.LENGTH));
    static final List<String> EMOJIS = List.of("+1", "heart");
    static final List<String> KEYS = List.of("a", "bb");

    private static final long START = 1_800_000_000_000L;

    /** An operation with the times at which lanes accepted it, one or two. */
    record Entry(OperationId id, Operation operation, List<Long> acceptTimes) {
        AccountId author() {
            return operation.device().account();
        }
    }

    /** What a device has done and knows. */
    private static final class Member {
        final DeviceAddress device;
        final Set<OperationId> known = new TreeSet<>();
        long counter;
        Optional<OperationId> previousOwn = Optional.empty();

        Member(DeviceAddress device) {
            this.device = device;
        }
    }

    private final Random random;
    private final List<Member> members;
    private final List<Entry> entries = new ArrayList<>();

    private History(long seed) {
        this.random = new Random(seed);
        this.members = IntStream.range(0, 5)
                .mapToObj(i -> new Member(device(1 + i / 2, i)))
                .toList();
    }

    static ByteString bytes(int value, int length) {
        byte[] bytes = new byte[length];
        java.util.Arrays.fill(bytes, (byte) value);
        return ByteString.adopt(bytes);
    }

    static AccountId account(int value) {
        return new AccountId(bytes(value, AccountId.LENGTH));
    }

    static DeviceAddress device(int account, int device) {
        return new DeviceAddress(account(account), new DeviceId(bytes(device, DeviceId.LENGTH)));
    }

    /** A history of so many operations of these kinds; messages and polls to act on come by themselves. */
    static List<Entry> of(long seed, int size, Collection<OperationKind> kinds) {
        History history = new History(seed);
        List<OperationKind> choice = new ArrayList<>(kinds);
        for (int i = 0; i < size; i++) {
            history.step(i < 2 ? OperationKind.MESSAGE : choice.get(history.random.nextInt(choice.size())));
        }
        return history.entries;
    }

    private void step(OperationKind kind) {
        Member member = members.get(random.nextInt(members.size()));
        learn(member);
        boolean fork = random.nextInt(40) == 0;
        long counter = member.counter;
        Optional<OperationId> previousOwn = member.previousOwn;
        make(member, kind);
        if (fork) {
            // The same state again, as after a copy of the profile was restored.
            member.counter = counter;
            member.previousOwn = previousOwn;
        }
    }

    /** Somebody hears of some operations, and of everything in their past. */
    private void learn(Member member) {
        for (Entry entry : entries) {
            if (random.nextInt(3) == 0) {
                learn(member, entry.id());
            }
        }
    }

    private void learn(Member member, OperationId id) {
        if (member.known.add(id)) {
            find(id).operation().past().forEach(past -> learn(member, past));
        }
    }

    private Entry find(OperationId id) {
        return entries.stream()
                .filter(entry -> entry.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private void make(Member member, OperationKind kind) {
        long wall = START + 1000L * random.nextInt(4);
        long skew = random.nextInt(6) == 0 ? (random.nextInt(3) - 1) * 3_600_000L : 0;
        member.counter++;
        Operation operation = new Operation(
                ROOM,
                member.device,
                1,
                member.counter,
                member.previousOwn,
                content(member, kind),
                dependencies(member),
                HybridTime.ofMillis(wall + skew),
                List.of());
        OperationId id = operation.id(CRYPTO);
        List<Long> acceptTimes = new ArrayList<>(List.of(wall + random.nextInt(3)));
        if (random.nextInt(4) == 0) {
            acceptTimes.add(wall + (random.nextInt(5) - 2) * 400_000L);
        }
        entries.add(new Entry(id, operation, acceptTimes));
        member.known.add(id);
        member.previousOwn = Optional.of(id);
    }

    private List<OperationId> dependencies(Member member) {
        Set<OperationId> heads = new TreeSet<>(member.known);
        for (OperationId id : member.known) {
            find(id).operation().past().forEach(heads::remove);
        }
        member.previousOwn.ifPresent(heads::remove);
        return heads.stream().limit(32).toList();
    }

    private Content content(Member member, OperationKind kind) {
        OperationId target = target(member, OperationKind.MESSAGE);
        OperationId poll = target(member, OperationKind.POLL);
        String emoji = pick(EMOJIS);
        int word = random.nextInt(1000);
        AccountId account = member.device.account();
        return switch (kind.value()) {
            case 1 -> edit(member, random.nextInt(4) == 0 ? target : own(member, target), word);
            case 2 ->
                new Content.Delete(
                        random.nextInt(3) == 0 ? own(member, target) : random.nextInt(2) == 0 ? poll : target);
            case 3 -> new Content.React(target, emoji);
            case 4 -> {
                List<OperationId> adds = writes(member, new Content.React(target, emoji), account);
                yield adds.isEmpty() ? new Content.React(target, emoji) : new Content.Unreact(target, emoji, adds);
            }
            case 5 -> new Content.Pin(target);
            case 6 -> {
                List<OperationId> pins = writes(member, new Content.Pin(target), account);
                yield pins.isEmpty() ? new Content.Pin(target) : new Content.Unpin(target, pins);
            }
            case 7 -> new Content.Topic("topic " + word, writes(member, new Content.Topic("", List.of()), account));
            case 8 -> new Content.Name("name " + word, writes(member, new Content.Name("", List.of()), account));
            case 9 -> new Content.Vote(poll, choices());
            case 10 -> new Content.ClosePoll(poll);
            case 11 -> setting(member, pick(KEYS), word);
            case 0x8001 -> message(member, word);
            case 0x8002 ->
                new Content.Poll("poll " + word, List.of("yes", "no", "maybe"), random.nextBoolean(), Optional.empty());
            default -> new Content.Unknown(kind, ByteString.utf8("later " + word));
        };
    }

    private Content message(Member member, int word) {
        Optional<OperationId> thread =
                random.nextInt(3) == 0 ? Optional.of(target(member, OperationKind.MESSAGE)) : Optional.empty();
        return new Content.Message("message " + word, Optional.empty(), thread, mentions(), List.of());
    }

    private Content edit(Member member, OperationId target, int word) {
        List<OperationId> replaces =
                writes(member, new Content.Edit(target, "", List.of(), List.of()), member.device.account());
        return new Content.Edit(target, "edit " + word, mentions(), replaces);
    }

    private Content setting(Member member, String key, int word) {
        List<OperationId> replaces =
                writes(member, new Content.Setting(key, Optional.empty(), List.of()), member.device.account());
        Optional<ByteString> value =
                random.nextInt(3) == 0 ? Optional.empty() : Optional.of(ByteString.utf8("value " + word));
        return new Content.Setting(key, value, replaces);
    }

    /** Something of a kind, mostly among what the member knows. */
    private OperationId target(Member member, OperationKind kind) {
        boolean unknown = random.nextInt(10) == 0;
        List<OperationId> found = entries.stream()
                .filter(entry -> entry.operation().kind().equals(kind))
                .map(Entry::id)
                .filter(id -> unknown || member.known.contains(id))
                .toList();
        return found.isEmpty() ? new OperationId(bytes(0x55, OperationId.LENGTH)) : pick(found);
    }

    private OperationId own(Member member, OperationId otherwise) {
        List<OperationId> found = entries.stream()
                .filter(entry -> entry.operation().kind().isShown()
                        && entry.author().equals(member.device.account())
                        && member.known.contains(entry.id()))
                .map(Entry::id)
                .toList();
        return found.isEmpty() ? otherwise : pick(found);
    }

    /** Writes of one register that the member knows: mostly all of them, sometimes some, sometimes a wrong one. */
    private List<OperationId> writes(Member member, Content sample, AccountId account) {
        Optional<Register> register = Register.of(sample, account);
        Set<OperationId> found = new TreeSet<>();
        for (Entry entry : entries) {
            boolean same =
                    Register.of(entry.operation().content(), entry.author()).equals(register)
                            && entry.operation().kind().equals(sample.kind());
            if (same && member.known.contains(entry.id()) && random.nextInt(8) != 0) {
                found.add(entry.id());
            }
        }
        if (random.nextInt(10) == 0) {
            found.add(pick(entries).id());
        }
        return found.stream().limit(32).toList();
    }

    private List<AccountId> mentions() {
        Set<AccountId> mentions = new TreeSet<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            mentions.add(account(1 + random.nextInt(3)));
        }
        return List.copyOf(mentions);
    }

    private List<Integer> choices() {
        Set<Integer> choices = new TreeSet<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            choices.add(random.nextInt(4));
        }
        return List.copyOf(choices);
    }

    private <T> T pick(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }

    /** Whether somebody used one counter twice. */
    static boolean isForked(List<Entry> entries) {
        Set<List<Object>> counters = new HashSet<>();
        return !entries.stream()
                .allMatch(entry -> counters.add(
                        List.of(entry.operation().device(), entry.operation().counter())));
    }
}
