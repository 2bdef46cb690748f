package chat.paloma.client.search;

import chat.paloma.client.host.EngineHost;
import chat.paloma.client.host.ProfileStorage;
import chat.paloma.client.host.StorageException;
import chat.paloma.core.engine.EngineView;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The index of a profile. It is loaded when it is first asked, and brought up to date each time. */
public final class SearchIndex implements AutoCloseable {
    /** From when on the segments are written anew without what was replaced. */
    private static final int SLACK = 1000;

    private @Nullable FullText text;

    /** Finds what a query asks for, the newest first. */
    public synchronized List<SearchHit> search(EngineHost host, SearchQuery query) throws InterruptedException {
        FullText loaded = text;
        if (loaded == null) {
            loaded = load(host);
            text = loaded;
        }
        while (true) {
            List<SearchDocument> changed = between(host, SearchSegments::takeMarked);
            loaded.put(changed);
            if (changed.size() < SearchDocument.Segment.MOST) {
                return loaded.find(query);
            }
        }
    }

    private static FullText load(EngineHost host) throws InterruptedException {
        FullText loaded = new FullText();
        long from = 0;
        long documents = 0;
        while (true) {
            long at = from;
            SearchSegments.Page page = between(host, (view, storage) -> SearchSegments.read(storage, at));
            loaded.put(page.documents());
            documents += page.documents().size();
            from = page.next();
            if (page.last()) {
                break;
            }
        }
        if (documents > 2 * loaded.size() + SLACK) {
            long before = from;
            List<SearchDocument> live = loaded.all();
            between(host, (view, storage) -> SearchSegments.rewrite(storage, before, live));
        }
        return loaded;
    }

    private static <T> T between(EngineHost host, BiFunction<EngineView, ProfileStorage, T> work)
            throws InterruptedException {
        try {
            return host.between(work).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StorageException storage) {
                throw storage;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public synchronized void close() {
        if (text != null) {
            text.close();
            text = null;
        }
    }
}
