package chat.paloma.client.search;

import chat.paloma.client.host.HostListener;
import chat.paloma.client.host.ProfileStorage;
import chat.paloma.client.host.StorageException;
import chat.paloma.client.search.SearchDocument.Segment;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.engine.EngineView;
import chat.paloma.core.engine.state.StateChange;
import chat.paloma.core.engine.state.StateReader.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The index as it lies in a profile: segments by number, the later ones replacing what the earlier ones say. */
final class SearchSegments {
    private static final int SEGMENTS = 2;
    private static final int PAGE = 16;

    private SearchSegments() {}

    private static ByteString key(long number) {
        return new TlsWriter()
                .writeUint8(HostListener.OWN_KEYS)
                .writeUint8(SEGMENTS)
                .writeUint64(number)
                .toByteString();
    }

    /** Some segments, with the number behind them. */
    record Page(List<SearchDocument> documents, long next, boolean last) {}

    /** The segments from a number on. */
    static Page read(ProfileStorage storage, long from) {
        List<SearchDocument> documents = new ArrayList<>();
        List<Entry> entries = storage.range(key(from), key(Long.MAX_VALUE), PAGE, false);
        for (Entry entry : entries) {
            documents.addAll(decode(entry.value()).documents());
        }
        return new Page(documents, entries.isEmpty() ? from : number(entries.getLast()) + 1, entries.size() < PAGE);
    }

    private static long number(Entry entry) {
        byte[] key = entry.key().toByteArray();
        return java.nio.ByteBuffer.wrap(key, 2, Long.BYTES).getLong();
    }

    private static Segment decode(ByteString value) {
        Decoder<Segment> decoder = Segment::decode;
        try {
            return decoder.decodeAll(value.toByteArray());
        } catch (DecodeException e) {
            throw new StorageException("the profile is damaged: " + e.getMessage(), e);
        }
    }

    private static long next(ProfileStorage storage) {
        List<Entry> last = storage.range(key(0), key(Long.MAX_VALUE), 1, true);
        return last.isEmpty() ? 1 : number(last.getFirst()) + 1;
    }

    /** Puts some of what is marked into a segment, as it is now, and takes the marks away. */
    static List<SearchDocument> takeMarked(EngineView view, ProfileStorage storage) {
        List<Entry> marks = storage.range(SearchMarks.first(), SearchMarks.end(), Segment.MOST, false);
        if (marks.isEmpty()) {
            return List.of();
        }
        List<SearchDocument> documents = new ArrayList<>();
        List<StateChange> changes = new ArrayList<>();
        for (Entry entry : marks) {
            SearchMarks.Mark mark = SearchMarks.read(entry.key());
            documents.add(SearchDocument.of(view, mark.room(), mark.entry()));
            changes.add(new StateChange(entry.key(), Optional.empty()));
        }
        changes.add(write(next(storage), documents));
        storage.store(changes);
        return documents;
    }

    private static StateChange write(long number, List<SearchDocument> documents) {
        return new StateChange(key(number), Optional.of(ByteString.adopt(new Segment(documents).encoded())));
    }

    /** Puts these documents in the place of all segments that are before a number. */
    static boolean rewrite(ProfileStorage storage, long before, List<SearchDocument> documents) {
        if (next(storage) != before) {
            return false;
        }
        List<StateChange> changes = new ArrayList<>();
        for (long number = 1; number < before; number++) {
            changes.add(new StateChange(key(number), Optional.empty()));
        }
        long number = before;
        for (int i = 0; i < documents.size(); i += Segment.MOST) {
            changes.add(write(number++, documents.subList(i, Math.min(documents.size(), i + Segment.MOST))));
        }
        storage.store(changes);
        return true;
    }
}
