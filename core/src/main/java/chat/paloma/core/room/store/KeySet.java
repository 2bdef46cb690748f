package chat.paloma.core.room.store;

import chat.paloma.core.codec.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An ordered set of keys in pages, a B+-tree that counts: adding, removing, finding and counting take O(log n) pages,
 * and reading a range as many more as it fills. Pages that removals empty go; others stay as they are, since what is
 * removed here mostly comes back close by.
 *
 * <p>Keys have from 1 to {@link #MAX_KEY} bytes and are ordered as unsigned bytes.
 */
public final class KeySet {
    /** The longest key in bytes. */
    public static final int MAX_KEY = 256;

    private final StoreChanges changes;

    KeySet(StoreChanges changes) {
        this.changes = changes;
    }

    /** Adds a key; whether it was not there. */
    public boolean add(ByteString key) {
        if (key.isEmpty() || key.length() > MAX_KEY) {
            throw new IllegalArgumentException("a key of " + key.length() + " bytes");
        }
        if (contains(key)) {
            return false;
        }
        long root = changes.root();
        if (root == 0) {
            changes.setRoot(changes.newPage(new KeyPage(List.of(key), List.of())));
            return true;
        }
        Optional<Split> split = insert(root, key);
        if (split.isPresent()) {
            KeyPage top = new KeyPage(
                    List.of(ByteString.EMPTY, split.get().bound()),
                    List.of(child(root), child(split.get().page())));
            changes.setRoot(changes.newPage(top));
        }
        return true;
    }

    private record Split(ByteString bound, long page) {}

    private KeyPage.Child child(long number) {
        return new KeyPage.Child(number, changes.page(number).count());
    }

    private Optional<Split> insert(long number, ByteString key) {
        KeyPage page = changes.changePage(number);
        int at;
        if (page.isLeaf()) {
            at = -1 - page.find(key);
            page.keys.add(at, key);
        } else {
            at = page.childOf(key);
            long below = page.children.get(at).number();
            Optional<Split> split = insert(below, key);
            page.children.set(at, child(below));
            if (split.isPresent()) {
                at++;
                page.keys.add(at, split.get().bound());
                page.children.add(at, child(split.get().page()));
            }
        }
        if (page.keys.size() <= KeyPage.CAPACITY) {
            return Optional.empty();
        }
        KeyPage upper = page.split(at == page.keys.size() - 1);
        return Optional.of(new Split(upper.keys.getFirst(), changes.newPage(upper)));
    }

    /** Removes a key; whether it was there. */
    public boolean remove(ByteString key) {
        if (!contains(key)) {
            return false;
        }
        delete(changes.root(), key);
        long root = changes.root();
        KeyPage top = changes.page(root);
        while (!top.isLeaf() && top.children.size() == 1) {
            changes.removePage(root);
            root = top.children.getFirst().number();
            top = changes.page(root);
        }
        if (top.keys.isEmpty()) {
            changes.removePage(root);
            root = 0;
        }
        changes.setRoot(root);
        return true;
    }

    private void delete(long number, ByteString key) {
        KeyPage page = changes.changePage(number);
        if (page.isLeaf()) {
            page.keys.remove(page.find(key));
            return;
        }
        int at = page.childOf(key);
        long below = page.children.get(at).number();
        delete(below, key);
        if (changes.page(below).keys.isEmpty()) {
            page.keys.remove(at);
            page.children.remove(at);
            changes.removePage(below);
        } else {
            page.children.set(at, child(below));
        }
    }

    /** Whether the key is there. */
    public boolean contains(ByteString key) {
        return firstFrom(key).filter(key::equals).isPresent();
    }

    /** How many keys are less than this one. */
    public long rank(ByteString key) {
        long rank = 0;
        long number = changes.root();
        while (number != 0) {
            KeyPage page = changes.page(number);
            if (page.isLeaf()) {
                int at = page.find(key);
                return rank + (at >= 0 ? at : -1 - at);
            }
            int at = page.childOf(key);
            for (int i = 0; i < at; i++) {
                rank += page.children.get(i).count();
            }
            number = page.children.get(at).number();
        }
        return rank;
    }

    /** How many keys begin with {@code prefix}. */
    public long count(ByteString prefix) {
        return rank(KeyRange.behind(prefix)) - rank(prefix);
    }

    /** The least key that is not less than this one. */
    public Optional<ByteString> firstFrom(ByteString key) {
        return range(key, KeyRange.END, 1).stream().findFirst();
    }

    /** The greatest key that begins with {@code prefix}. */
    public Optional<ByteString> last(ByteString prefix) {
        return rangeDescending(prefix, KeyRange.behind(prefix), 1).stream().findFirst();
    }

    /** The first keys that begin with {@code prefix}, at most {@code limit}. */
    public List<ByteString> startingWith(ByteString prefix, int limit) {
        return range(prefix, KeyRange.behind(prefix), limit);
    }

    /** The first keys from {@code from} (inclusive) to {@code to} (exclusive), ascending, at most {@code limit}. */
    public List<ByteString> range(ByteString from, ByteString to, int limit) {
        List<ByteString> out = new ArrayList<>();
        if (changes.root() != 0) {
            ascend(changes.root(), from, to, limit, out);
        }
        return out;
    }

    private void ascend(long number, ByteString from, ByteString to, int limit, List<ByteString> out) {
        KeyPage page = changes.page(number);
        if (!page.isLeaf()) {
            for (int i = page.childOf(from); i < page.children.size() && out.size() < limit; i++) {
                if (i > 0 && page.keys.get(i).compareTo(to) >= 0) {
                    return;
                }
                ascend(page.children.get(i).number(), from, to, limit, out);
            }
            return;
        }
        int at = page.find(from);
        for (int i = at >= 0 ? at : -1 - at; i < page.keys.size() && out.size() < limit; i++) {
            if (page.keys.get(i).compareTo(to) >= 0) {
                return;
            }
            out.add(page.keys.get(i));
        }
    }

    /** The last keys from {@code from} (inclusive) to {@code to} (exclusive), descending, at most {@code limit}. */
    public List<ByteString> rangeDescending(ByteString from, ByteString to, int limit) {
        List<ByteString> out = new ArrayList<>();
        if (changes.root() != 0) {
            descend(changes.root(), from, to, limit, out);
        }
        return out;
    }

    private void descend(long number, ByteString from, ByteString to, int limit, List<ByteString> out) {
        KeyPage page = changes.page(number);
        if (!page.isLeaf()) {
            int lowest = page.childOf(from);
            for (int i = page.childOf(to); i >= lowest && out.size() < limit; i--) {
                descend(page.children.get(i).number(), from, to, limit, out);
            }
            return;
        }
        int at = page.find(to);
        for (int i = (at >= 0 ? at : -1 - at) - 1; i >= 0 && out.size() < limit; i--) {
            if (page.keys.get(i).compareTo(from) < 0) {
                return;
            }
            out.add(page.keys.get(i));
        }
    }
}
