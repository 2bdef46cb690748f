package chat.paloma.cli.chat.model;

import chat.paloma.cli.chat.scene.Entry.Post;
import chat.paloma.cli.chat.scene.Scene.Timeline;
import chat.paloma.core.room.operation.OperationId;
import java.util.List;
import java.util.Optional;

/** How far a timeline is scrolled, and which post of it is selected. */
public final class Pane {
    private Optional<Place> bottom = Optional.empty();
    private Optional<OperationId> selected = Optional.empty();
    private Viewport viewport = Viewport.EMPTY;

    /** What stands at the bottom; nothing when that is the newest. */
    public Optional<Place> bottom() {
        return bottom;
    }

    public Optional<OperationId> selected() {
        return selected;
    }

    /** How it was drawn. */
    void drawn(Viewport drawn) {
        viewport = drawn;
    }

    void toNewest() {
        bottom = Optional.empty();
    }

    void deselect() {
        selected = Optional.empty();
    }

    /** Shows and selects a post. */
    void select(OperationId post) {
        selected = Optional.of(post);
        bottom = Optional.of(new Place(post, 0));
    }

    /** By most of what is seen. */
    void page(int direction) {
        bottom = viewport.scrolled(direction * Math.max(1, viewport.height() - 2));
    }

    /** Selects the post above or below; the lowest that is seen when none is. */
    void step(Timeline timeline, int direction) {
        List<Post> posts = timeline.posts();
        if (posts.isEmpty()) {
            return;
        }
        int index = index(posts);
        int next;
        if (index < 0) {
            next = lowestSeen(posts);
        } else {
            next = index + direction;
        }
        if (next >= posts.size()) {
            deselect();
            toNewest();
            return;
        }
        OperationId post = posts.get(Math.max(0, next)).id();
        selected = Optional.of(post);
        if (!viewport.isSeen(post)) {
            bottom = direction > 0 || index < 0 ? Optional.of(new Place(post, 0)) : upTo(post);
        }
    }

    /** So that the post is the first that is seen, below the day. */
    private Optional<Place> upTo(OperationId post) {
        int first = viewport.first(post);
        return first < 0 ? Optional.of(new Place(post, 0)) : viewport.scrolled(first - viewport.top() - 1);
    }

    private int index(List<Post> posts) {
        for (int i = 0; i < posts.size(); i++) {
            if (selected.equals(Optional.of(posts.get(i).id()))) {
                return i;
            }
        }
        return -1;
    }

    private int lowestSeen(List<Post> posts) {
        for (int i = posts.size() - 1; i >= 0; i--) {
            if (viewport.isSeen(posts.get(i).id())) {
                return i;
            }
        }
        return posts.size() - 1;
    }
}
