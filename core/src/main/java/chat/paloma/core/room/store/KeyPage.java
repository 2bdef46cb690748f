package chat.paloma.core.room.store;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A page of a {@link KeySet}: the keys themselves, or pages below with a lower bound of the keys in each. Keys ascend;
 * what all of them begin with is stored once.
 */
final class KeyPage implements TlsEncodable {
    /** Where a page is and how many keys are in and below it. */
    record Child(long number, long count) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint64(number).writeUint64(count);
        }

        static Child decode(TlsReader in) throws DecodeException {
            return new Child(in.readUint64(), in.readUint64());
        }
    }

    /** Small pages cost a level more and much less writing: a step mostly changes one key of each. */
    static final int CAPACITY = 32;

    final List<ByteString> keys;
    /** One for each key; empty in a leaf. */
    final List<Child> children;

    KeyPage(List<ByteString> keys, List<Child> children) {
        this.keys = new ArrayList<>(keys);
        this.children = new ArrayList<>(children);
    }

    boolean isLeaf() {
        return children.isEmpty();
    }

    /** How many keys are in and below it. */
    long count() {
        return isLeaf()
                ? keys.size()
                : children.stream().mapToLong(Child::count).sum();
    }

    /** Where the key is in a leaf; else {@code -1 - where it would be}. */
    int find(ByteString key) {
        return Collections.binarySearch(keys, key);
    }

    /** Below which child a key belongs. The first one has no lower bound. */
    int childOf(ByteString key) {
        int at = find(key);
        return at >= 0 ? at : Math.max(0, -at - 2);
    }

    /** Moves the upper part into a new page: the last key alone when it has just been appended there. */
    KeyPage split(boolean appended) {
        int from = appended ? keys.size() - 1 : keys.size() / 2;
        KeyPage upper = new KeyPage(
                keys.subList(from, keys.size()), isLeaf() ? List.of() : children.subList(from, children.size()));
        keys.subList(from, keys.size()).clear();
        if (!isLeaf()) {
            children.subList(from, children.size()).clear();
        }
        return upper;
    }

    @Override
    public void encode(TlsWriter out) {
        int shared = shared();
        out.write(keys.isEmpty() ? ByteString.EMPTY : keys.getFirst().slice(0, shared));
        out.writeVector(vector -> keys.forEach(key -> vector.write(key.slice(shared, key.length()))));
        out.writeList(children);
    }

    /** How many bytes all keys begin with: those that the first and the last one share. */
    private int shared() {
        if (keys.isEmpty()) {
            return 0;
        }
        ByteString first = keys.getFirst();
        ByteString last = keys.getLast();
        int length = Math.min(first.length(), last.length());
        int shared = 0;
        while (shared < length && first.at(shared) == last.at(shared)) {
            shared++;
        }
        return shared;
    }

    private static ByteString join(byte[] shared, byte[] suffix) {
        byte[] key = Arrays.copyOf(shared, shared.length + suffix.length);
        System.arraycopy(suffix, 0, key, shared.length, suffix.length);
        return ByteString.adopt(key);
    }

    static KeyPage decode(TlsReader in) throws DecodeException {
        byte[] shared = in.readOpaque(KeySet.MAX_KEY);
        List<ByteString> keys = in.readList(CAPACITY, suffix -> join(shared, suffix.readOpaque(KeySet.MAX_KEY)));
        return new KeyPage(keys, in.readList(CAPACITY, Child::decode));
    }
}
