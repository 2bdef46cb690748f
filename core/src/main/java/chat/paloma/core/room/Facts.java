package chat.paloma.core.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.room.operation.Operation;
import chat.paloma.core.room.operation.OperationId;
import chat.paloma.core.room.operation.OperationLimits;
import chat.paloma.core.room.store.DamagedStoreException;
import chat.paloma.core.wire.WireText;

/**
 * The keys that a room keeps in its ordered set: everything that it knows beside the operations themselves. Each says
 * one thing by being there, and finds what belongs together by what it begins with.
 */
final class Facts {
    private static final int COUNTER = 1;
    private static final int HEAD = 2;
    private static final int NAMED = 3;
    private static final int WAITS = 4;
    private static final int ABSENT = 5;
    private static final int DUPLICATED = 6;
    private static final int OPERATION = 7;
    private static final int TIMELINE = 8;
    private static final int THREAD = 9;
    private static final int MENTION = 10;
    private static final int PINNED = 11;
    private static final int LIVE = 12;
    private static final int TAKEN_AWAY = 13;
    private static final int REACTED = 14;
    private static final int VOTED = 15;
    private static final int CLOSED = 16;
    private static final int DELETED = 17;
    private static final int EDITED = 18;
    private static final int SETTING = 19;

    private Facts() {}

    private static TlsWriter start(int family) {
        return new TlsWriter(128).writeUint8(family);
    }

    /** A device has used a counter for this operation. */
    static ByteString counter(Operation operation, OperationId id) {
        return append(counters(operation), id.bytes());
    }

    /** The operations with this one's counter. */
    static ByteString counters(Operation operation) {
        return start(COUNTER)
                .write(new DeviceIncarnation(operation.device(), operation.incarnation()))
                .writeUint64(operation.counter())
                .toByteString();
    }

    /** The operations of a device with a counter, as a fact about it that ends with the counter says. */
    static ByteString counters(ByteString duplicated) {
        return append(start(COUNTER).toByteString(), duplicated.slice(1, duplicated.length()));
    }

    /** The operations of a device in one incarnation, by counter. */
    static ByteString chain(DeviceIncarnation device) {
        return start(COUNTER).write(device).toByteString();
    }

    /** An accepted operation that no accepted one names as its past. */
    static ByteString head(OperationId id) {
        return start(HEAD).write(id).toByteString();
    }

    static ByteString heads() {
        return start(HEAD).toByteString();
    }

    /** An accepted operation names this one as its past, which has not been accepted here yet. */
    static ByteString named(OperationId id) {
        return start(NAMED).write(id).toByteString();
    }

    /** An operation waits for a missing one. */
    static ByteString waits(OperationId missing, OperationId waiter) {
        return append(waiters(missing), waiter.bytes());
    }

    static ByteString waiters(OperationId missing) {
        return append(allWaiters(), missing.bytes());
    }

    static ByteString allWaiters() {
        return start(WAITS).toByteString();
    }

    /** An operation will never come. */
    static ByteString absent(OperationId id) {
        return append(allAbsent(), id.bytes());
    }

    static ByteString allAbsent() {
        return start(ABSENT).toByteString();
    }

    /** A device has two states, as its operations with this counter show. */
    static ByteString duplicated(Operation operation) {
        DeviceIncarnation device = new DeviceIncarnation(operation.device(), operation.incarnation());
        return new TlsWriter()
                .writeBytes(duplicated(device).toByteArray())
                .writeUint64(operation.counter())
                .toByteString();
    }

    static ByteString duplicated(DeviceIncarnation device) {
        return append(allDuplicated(), ByteString.adopt(device.encoded()));
    }

    static ByteString allDuplicated() {
        return start(DUPLICATED).toByteString();
    }

    /** An operation is applied, whatever its kind. */
    static ByteString operation(Order order) {
        return start(OPERATION).write(order).toByteString();
    }

    static ByteString operations() {
        return start(OPERATION).toByteString();
    }

    /** Something stands in the timeline. */
    static ByteString timeline(Order order) {
        return start(TIMELINE).write(order).toByteString();
    }

    static ByteString timeline() {
        return start(TIMELINE).toByteString();
    }

    /** Something stands in a thread. */
    static ByteString thread(OperationId root, Order order) {
        return start(THREAD).write(root).write(order).toByteString();
    }

    static ByteString thread(OperationId root) {
        return start(THREAD).write(root).toByteString();
    }

    static ByteString allThreads() {
        return start(THREAD).toByteString();
    }

    /** Under what stands what a fact about a thread names. */
    static OperationId rootOf(ByteString fact) {
        return read(fact.slice(1, fact.length()), OperationId::decode);
    }

    /** A message mentions an account. */
    static ByteString mention(AccountId account, Order order) {
        return start(MENTION).write(account).write(order).toByteString();
    }

    static ByteString mentions(AccountId account) {
        return start(MENTION).write(account).toByteString();
    }

    /** A message is pinned, by the last pin that is left. */
    static ByteString pinned(Order pin, OperationId target) {
        return start(PINNED).write(pin).write(target).toByteString();
    }

    static ByteString pinned() {
        return start(PINNED).toByteString();
    }

    /** A write that none took away. */
    static ByteString live(Register register, Order order) {
        return start(LIVE).writeBytes(register.key().toByteArray()).write(order).toByteString();
    }

    static ByteString live(ByteString registers) {
        return append(start(LIVE).toByteString(), registers);
    }

    /** A write was taken away, whether it has come or not. */
    static ByteString takenAway(Register register, OperationId write) {
        return start(TAKEN_AWAY)
                .writeBytes(register.key().toByteArray())
                .write(write)
                .toByteString();
    }

    /** An account reacted with an emoji. */
    static ByteString reacted(OperationId target, String emoji, AccountId account) {
        return append(reacted(target, emoji), account.bytes());
    }

    static ByteString reacted(OperationId target, String emoji) {
        return start(REACTED).write(target).write(ByteString.utf8(emoji)).toByteString();
    }

    static ByteString reacted(OperationId target) {
        return start(REACTED).write(target).toByteString();
    }

    /** An account voted for an option, and that counts. */
    static ByteString voted(OperationId poll, int option, AccountId account) {
        return append(voted(poll, option), account.bytes());
    }

    static ByteString voted(OperationId poll, int option) {
        return start(VOTED).write(poll).writeUint8(option).toByteString();
    }

    /** An account closed a poll, which counts when it is the poll's author. */
    static ByteString closed(OperationId poll, AccountId account, Order order) {
        return append(closed(poll, account), ByteString.adopt(order.encoded()));
    }

    static ByteString closed(OperationId poll, AccountId account) {
        return start(CLOSED).write(poll).write(account).toByteString();
    }

    /** An account deleted something, which counts when it is the author. */
    static ByteString deleted(OperationId target, AccountId account) {
        return append(deletions(target), account.bytes());
    }

    static ByteString deletions(OperationId target) {
        return start(DELETED).write(target).toByteString();
    }

    /** An account edited a message, whether another edit took that one's place or not. */
    static ByteString edited(OperationId target, AccountId account, Order order) {
        return append(edited(target, account), ByteString.adopt(order.encoded()));
    }

    static ByteString edited(OperationId target, AccountId account) {
        return start(EDITED).write(target).write(account).toByteString();
    }

    /** A setting has a value. */
    static ByteString setting(String key) {
        return append(settings(), ByteString.adopt(ByteString.utf8(key).encoded()));
    }

    static ByteString settings() {
        return start(SETTING).toByteString();
    }

    /** The key of the setting that a fact is about. */
    static String textOf(ByteString fact) {
        return read(fact.slice(1, fact.length()), in -> WireText.read(in, OperationLimits.MAX_SETTING_KEY));
    }

    /** What is missing, as a fact about a waiter says. */
    static OperationId missingOf(ByteString fact) {
        return read(fact.slice(1, fact.length()), OperationId::decode);
    }

    /** The emoji that a fact about a reaction names. */
    static String emojiOf(ByteString fact) {
        return read(
                fact.slice(1 + OperationId.LENGTH, fact.length()), in -> WireText.read(in, OperationLimits.MAX_EMOJI));
    }

    static ByteString append(ByteString prefix, ByteString rest) {
        return new TlsWriter(prefix.length() + rest.length())
                .writeBytes(prefix.toByteArray())
                .writeBytes(rest.toByteArray())
                .toByteString();
    }

    /** The order that a fact ends with. */
    static Order orderOf(ByteString fact) {
        return tail(fact, Order.LENGTH, Order::decode);
    }

    /** The id that a fact ends with. */
    static OperationId idOf(ByteString fact) {
        return tail(fact, OperationId.LENGTH, OperationId::decode);
    }

    /** The account that a fact ends with. */
    static AccountId accountOf(ByteString fact) {
        return tail(fact, AccountId.LENGTH, AccountId::decode);
    }

    private static <T> T tail(ByteString fact, int length, Decoder<T> decoder) {
        return read(fact.slice(Math.max(0, fact.length() - length), fact.length()), decoder);
    }

    /** What stands behind a prefix of a fact. */
    static <T> T read(ByteString bytes, Decoder<T> decoder) {
        try {
            return decoder.decode(new TlsReader(bytes.toByteArray()));
        } catch (DecodeException e) {
            throw new DamagedStoreException("a fact is damaged: " + bytes);
        }
    }
}
