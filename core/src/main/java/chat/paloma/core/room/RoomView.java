package chat.paloma.core.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.room.operation.Content;
import chat.paloma.core.room.operation.OperationId;
import chat.paloma.core.room.store.KeyRange;
import chat.paloma.core.room.store.KeySet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A room as it is at one moment: what there is to show, and what there is to know about it. Finding, counting and
 * stepping take O(log n) of the room's size; lists have at most the {@code limit} that is asked for.
 *
 * <p>Every method may throw {@link chat.paloma.core.room.store.NotLoadedException} when the store does.
 */
public final class RoomView {
    /** The most threads that are looked at for a list of them. */
    public static final int MAX_THREADS = 1_000;

    private final RoomData data;

    RoomView(RoomData data) {
        this.data = data;
    }

    private KeySet facts() {
        return data.facts();
    }

    /** One thing that is shown, if there is one with this id. */
    public Optional<RoomItem> item(OperationId id) {
        return data.applied(id)
                .filter(stored -> stored.operation().kind().isShown())
                .map(stored -> new ItemReader(data).read(stored));
    }

    private List<RoomItem> items(List<ByteString> found) {
        return found.stream().flatMap(fact -> item(Facts.idOf(fact)).stream()).toList();
    }

    /** The last of a list, in its order. */
    public List<RoomItem> newest(Listing listing, int limit) {
        ByteString prefix = Listing.prefixOf(listing);
        return reversed(facts().rangeDescending(prefix, KeyRange.behind(prefix), limit));
    }

    /** The last of a list before a place, in its order. */
    public List<RoomItem> before(Listing listing, Order place, int limit) {
        ByteString prefix = Listing.prefixOf(listing);
        return reversed(facts().rangeDescending(prefix, at(prefix, place), limit));
    }

    private List<RoomItem> reversed(List<ByteString> descending) {
        List<ByteString> found = new ArrayList<>(descending);
        Collections.reverse(found);
        return items(found);
    }

    /** The first of a list behind a place, in its order. */
    public List<RoomItem> after(Listing listing, Order place, int limit) {
        ByteString prefix = Listing.prefixOf(listing);
        return items(facts().range(KeyRange.after(at(prefix, place)), KeyRange.behind(prefix), limit));
    }

    /** How many a list has. */
    public long count(Listing listing) {
        return facts().count(Listing.prefixOf(listing));
    }

    /** How many of a list stand behind a place, such as the last one that was read. */
    public long countAfter(Listing listing, Order place) {
        ByteString prefix = Listing.prefixOf(listing);
        return facts().rank(KeyRange.behind(prefix)) - facts().rank(KeyRange.after(at(prefix, place)));
    }

    private static ByteString at(ByteString prefix, Order place) {
        return Facts.append(prefix, ByteString.adopt(place.encoded()));
    }

    /** What is pinned, the last pinned first. */
    public List<RoomItem> pinned(int limit) {
        ByteString prefix = Facts.pinned();
        return items(facts().rangeDescending(prefix, KeyRange.behind(prefix), limit));
    }

    /** Who reacted to something with an emoji, by account, behind {@code after} or from the first on. */
    public List<AccountId> reactors(OperationId id, String emoji, Optional<AccountId> after, int limit) {
        return accounts(Facts.reacted(id, emoji), after, limit);
    }

    /** Who voted for an option of a poll, by account, behind {@code after} or from the first on. */
    public List<AccountId> voters(OperationId poll, int option, Optional<AccountId> after, int limit) {
        return accounts(Facts.voted(poll, option), after, limit);
    }

    /** Whether an account reacted to something with an emoji. */
    public boolean hasReacted(OperationId id, String emoji, AccountId account) {
        return facts().contains(Facts.reacted(id, emoji, account));
    }

    /** Whether an account voted for an option of a poll, and that counts. */
    public boolean hasVoted(OperationId poll, int option, AccountId account) {
        return facts().contains(Facts.voted(poll, option, account));
    }

    /** What has a thread under it, the one that was written to last first, out of at most {@link #MAX_THREADS}. */
    public List<RoomItem> threads(int limit) {
        List<LatestReply> threads = new ArrayList<>();
        ByteString from = Facts.allThreads();
        ByteString end = KeyRange.behind(from);
        while (threads.size() < MAX_THREADS) {
            Optional<ByteString> fact = facts().firstFrom(from).filter(found -> found.compareTo(end) < 0);
            if (fact.isEmpty()) {
                break;
            }
            OperationId root = Facts.rootOf(fact.get());
            ByteString thread = Facts.thread(root);
            facts().last(thread).ifPresent(last -> threads.add(new LatestReply(root, Facts.orderOf(last))));
            from = KeyRange.behind(thread);
        }
        return threads.stream()
                .sorted(Comparator.comparing(LatestReply::last).reversed())
                .limit(limit)
                .flatMap(thread -> item(thread.root()).stream())
                .toList();
    }

    /** A thread with the place of what was written to it last. */
    private record LatestReply(OperationId root, Order last) {}

    private List<AccountId> accounts(ByteString prefix, Optional<AccountId> after, int limit) {
        ByteString from = after.map(account -> KeyRange.after(Facts.append(prefix, account.bytes())))
                .orElse(prefix);
        return facts().range(from, KeyRange.behind(prefix), limit).stream()
                .map(Facts::accountOf)
                .toList();
    }

    /** What a message said, from the first text to the last, as far as it was edited; nothing once it is deleted. */
    public List<Written<String>> texts(OperationId id, int limit) {
        Optional<StoredOperation> stored = data.applied(id).filter(message -> !data.isDeleted(message));
        if (stored.isEmpty() || !(stored.get().operation().content() instanceof Content.Message message)) {
            return List.of();
        }
        List<Written<String>> texts = new ArrayList<>();
        texts.add(new Written<>(message.text(), data.order(stored.get())));
        for (ByteString fact :
                facts().startingWith(Facts.edited(id, stored.get().author()), limit - 1)) {
            StoredOperation edit = data.operationOf(fact);
            texts.add(new Written<>(((Content.Edit) edit.operation().content()).text(), data.order(edit)));
        }
        return texts;
    }

    /** What the room is about. */
    public Optional<Written<String>> topic() {
        return data.winner(Register.TOPIC)
                .map(write -> new Written<>(((Content.Topic) write.operation().content()).text(), data.order(write)));
    }

    /** What the room is called. */
    public Optional<Written<String>> name() {
        return data.winner(Register.NAME)
                .map(write -> new Written<>(((Content.Name) write.operation().content()).text(), data.order(write)));
    }

    /** The value of a setting, if it has one. */
    public Optional<Written<ByteString>> setting(String key) {
        return data.winner(Register.setting(key))
                .flatMap(write -> ((Content.Setting) write.operation().content())
                        .value()
                        .map(value -> new Written<>(value, data.order(write))));
    }

    /** The keys of settings that have a value, ascending by length and then by their bytes, behind {@code after}. */
    public List<String> settings(String after, int limit) {
        return facts().range(KeyRange.after(Facts.setting(after)), KeyRange.behind(Facts.settings()), limit).stream()
                .map(Facts::textOf)
                .toList();
    }

    /** An operation, if it is known. */
    public Optional<StoredOperation> operation(OperationId id) {
        return data.operation(id);
    }

    /** Whether nothing waits for an operation: it has its effect, or it will never come. */
    public boolean isSettled(OperationId id) {
        return data.isSettled(id);
    }

    /** Operations that have their effect, of all kinds, in order, behind a place or from the first on. */
    public List<StoredOperation> operations(Optional<Order> after, int limit) {
        ByteString prefix = Facts.operations();
        ByteString from = after.map(place -> KeyRange.after(at(prefix, place))).orElse(prefix);
        return facts().range(from, KeyRange.behind(prefix), limit).stream()
                .map(data::operationOf)
                .toList();
    }

    /**
     * The place behind which the newest accepted operations stand, so many of them; nothing when there are no more.
     *
     * @param operations at least 1
     */
    public Optional<Order> beforeNewest(int operations) {
        ByteString prefix = Facts.operations();
        List<ByteString> found = facts().rangeDescending(prefix, at(prefix, Order.END_OF_ACCEPTED), operations + 1);
        return found.size() <= operations ? Optional.empty() : Optional.of(Facts.orderOf(found.getLast()));
    }

    /** The author's edits of something, from the first to the last, also of what is deleted. */
    public List<OperationId> edits(OperationId id, int limit) {
        return data.applied(id)
                .map(stored -> facts().startingWith(Facts.edited(id, stored.author()), limit).stream()
                        .map(Facts::idOf)
                        .toList())
                .orElse(List.of());
    }

    /** Operations that will never come, as far as is known, by id. */
    public List<OperationId> absent(int limit) {
        return facts().startingWith(Facts.allAbsent(), limit).stream()
                .map(Facts::idOf)
                .toList();
    }

    /** A number that every step makes greater that changes the room. */
    public long revision() {
        return data.totals().revision();
    }

    /** How many operations have their effect. */
    public long operationCount() {
        return facts().count(Facts.operations());
    }

    /** Accepted operations that no accepted one names as its past, by id. */
    public List<OperationId> heads(int limit) {
        return facts().startingWith(Facts.heads(), limit).stream()
                .map(Facts::idOf)
                .toList();
    }

    /** How many operations wait for others. */
    public int waiting() {
        return data.totals().waiting();
    }

    /** Operations that others wait for, and that are not known themselves. */
    public Set<OperationId> missing(int limit) {
        Set<OperationId> missing = new LinkedHashSet<>();
        ByteString prefix = Facts.allWaiters();
        ByteString from = prefix;
        while (missing.size() < limit) {
            Optional<ByteString> fact =
                    facts().firstFrom(from).filter(found -> found.compareTo(KeyRange.behind(prefix)) < 0);
            if (fact.isEmpty()) {
                break;
            }
            OperationId id = Facts.missingOf(fact.get());
            if (data.operation(id).isEmpty()) {
                missing.add(id);
            }
            from = KeyRange.behind(Facts.waiters(id));
        }
        return missing;
    }

    /** Devices that were found to have two states. */
    public Set<DeviceIncarnation> duplicated(int limit) {
        Set<DeviceIncarnation> devices = new LinkedHashSet<>();
        ByteString from = Facts.allDuplicated();
        while (devices.size() < limit) {
            Optional<ByteString> fact = facts().range(from, KeyRange.behind(Facts.allDuplicated()), 1).stream()
                    .findFirst();
            if (fact.isEmpty()) {
                break;
            }
            DeviceIncarnation device = Facts.read(fact.get().slice(1, fact.get().length()), DeviceIncarnation::decode);
            devices.add(device);
            from = KeyRange.behind(Facts.duplicated(device));
        }
        return devices;
    }

    /** The operations that show that a device has two states, at most about {@code limit}, by counter. */
    public List<OperationId> evidence(DeviceIncarnation device, int limit) {
        return facts().startingWith(Facts.duplicated(device), limit).stream()
                .flatMap(fact -> facts().startingWith(Facts.counters(fact), limit).stream())
                .map(Facts::idOf)
                .limit(limit)
                .toList();
    }
}
