package chat.paloma.cli.chat.model;

import chat.paloma.cli.chat.scene.Entry.Post;
import chat.paloma.cli.chat.scene.Scene;
import chat.paloma.cli.chat.scene.Scene.Conversation;
import chat.paloma.cli.chat.scene.Scene.RoomRow;
import chat.paloma.cli.chat.scene.Scene.Timeline;
import chat.paloma.cli.chat.scene.Wanted;
import chat.paloma.cli.chat.text.Tone;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.operation.OperationId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the person is doing: which room and thread are open, what is typed, selected and chosen. It knows no client and no
 * terminal: scenes and keys come in, acts go out. For one thread.
 */
public final class ChatModel {
    /** A line that says how something went, until the next key. */
    public record Status(String text, Tone tone) {}

    /**
     * Where new messages began when the person came to look.
     *
     * @param count how many there were
     */
    public record UnreadLine(OperationId first, int count) {}

    private final Composer composer = new Composer();
    private final List<RoomId> visited = new ArrayList<>();
    private final Map<OperationId, String> threadDrafts = new HashMap<>();
    private Scene scene;
    private Optional<RoomId> room = Optional.empty();
    private Optional<OperationId> thread = Optional.empty();
    /** Where a key leads. */
    private Optional<RoomId> go = Optional.empty();

    private Pane timeline = new Pane();
    private Pane replies = new Pane();
    private Writing writing = new Writing.New();
    private Optional<Chooser> chooser = Optional.empty();
    private Optional<Status> status = Optional.empty();
    private Optional<UnreadLine> unreadLine = Optional.empty();
    private Optional<Completing> completing = Optional.empty();
    /** Up to where this was said to be read: said once. */
    private Optional<OperationId> marked = Optional.empty();

    private boolean draftWanted;
    private boolean justOpened;
    private boolean focused = true;
    private boolean typing;

    /** Completions that Tab steps through. */
    private record Completing(int from, List<String> candidates, int index) {}

    /** With what there is to see first; the first room with something new is opened, or the first one. */
    public ChatModel(Scene first) {
        this.scene = first;
        first.rooms().stream()
                .filter(row -> row.unread() > 0)
                .findFirst()
                .or(() -> first.rooms().stream().findFirst())
                .ifPresent(row -> open(row.id(), Optional.empty()));
    }

    // What is to be seen

    public Scene scene() {
        return scene;
    }

    public Wanted wanted() {
        return new Wanted(
                room,
                thread,
                timeline.bottom().map(Place::post),
                replies.bottom().map(Place::post));
    }

    public Composer composer() {
        return composer;
    }

    public Writing writing() {
        return writing;
    }

    public Optional<OperationId> thread() {
        return thread;
    }

    public Pane timeline() {
        return timeline;
    }

    public Pane replies() {
        return replies;
    }

    /** The one that keys work in: the thread, when one is open. */
    Pane active() {
        return thread.isPresent() ? replies : timeline;
    }

    public boolean isSelecting() {
        return active().selected().isPresent();
    }

    public Optional<Chooser> chooser() {
        return chooser;
    }

    public Optional<Status> status() {
        return status;
    }

    public Optional<UnreadLine> unreadLine() {
        return unreadLine;
    }

    /** What Tab offers, with the one that is taken at present first. */
    public List<String> offered() {
        return completing
                .map(each -> {
                    List<String> turned = new ArrayList<>(each.candidates()
                            .subList(each.index(), each.candidates().size()));
                    turned.addAll(each.candidates().subList(0, each.index()));
                    return turned;
                })
                .orElse(List.of());
    }

    Optional<Timeline> activeTimeline() {
        return scene.open().flatMap(open -> thread.isPresent() ? open.thread() : Optional.of(open.timeline()));
    }

    /** The post that is selected. */
    Optional<Post> selected() {
        return active().selected().flatMap(id -> activeTimeline().flatMap(shown -> shown.find(id)));
    }

    // What comes in

    /** There is something else to see; returns what follows from that. */
    public List<Act> update(Scene newer) {
        scene = newer;
        List<Act> acts = new ArrayList<>();
        if (room.isEmpty() && !newer.rooms().isEmpty()) {
            open(newer.rooms().getFirst().id(), Optional.empty());
            return acts;
        }
        Optional<Conversation> open = newer.open().filter(each -> room.equals(Optional.of(each.id())));
        open.ifPresent(each -> look(each, acts));
        return acts;
    }

    private void look(Conversation open, List<Act> acts) {
        if (draftWanted) {
            draftWanted = false;
            if (composer.isEmpty()) {
                composer.set(open.draft());
            }
        }
        boolean watching = focused && timeline.bottom().isEmpty();
        if (open.firstUnread().isPresent() && (justOpened || !watching)) {
            if (unreadLine.isEmpty() || justOpened) {
                unreadLine = Optional.of(
                        new UnreadLine(open.firstUnread().get(), open.row().unread()));
            } else {
                unreadLine = unreadLine.map(
                        line -> new UnreadLine(line.first(), open.row().unread()));
            }
        }
        justOpened = false;
        if (watching && open.row().unread() > 0 && !marked.equals(open.last())) {
            marked = open.last();
            open.last().ifPresent(last -> acts.add(new Act.Perform(new Command.MarkRead(open.id(), last), "")));
        }
    }

    /** How it was drawn. */
    public void drawn(Viewport shown, Viewport shownReplies) {
        timeline.drawn(shown);
        replies.drawn(shownReplies);
    }

    public void say(String text, Tone tone) {
        status = text.isEmpty() ? Optional.empty() : Optional.of(new Status(text, tone));
    }

    /** Lays a list over the timeline. */
    public void choose(Chooser list) {
        chooser = Optional.of(list);
    }

    // Going around

    /** Opens a room; at a message, if one is named. What was being written in the one before is kept. */
    public List<Act> open(RoomId other, Optional<OperationId> at) {
        List<Act> acts = room.equals(Optional.of(other)) ? List.of() : leave();
        if (!room.equals(Optional.of(other))) {
            timeline = new Pane();
            unreadLine = Optional.empty();
            draftWanted = true;
            justOpened = true;
        }
        closeThread();
        room = Optional.of(other);
        visited.remove(other);
        visited.addFirst(other);
        at.ifPresent(timeline::select);
        return acts;
    }

    /** Keeps what is being written in the room. */
    private List<Act> leave() {
        closeThread();
        List<Act> acts = new ArrayList<>(stopTyping());
        if (room.isPresent() && scene.open().isPresent()) {
            String draft = writing instanceof Writing.Edit ? "" : composer.text();
            if (!draft.equals(scene.open().get().draft())) {
                acts.add(new Act.Perform(new Command.SetDraft(room.get(), draft), ""));
            }
        }
        composer.set("");
        writing = new Writing.New();
        return acts;
    }

    void openThread(OperationId root) {
        timeline.deselect();
        thread = Optional.of(root);
        replies = new Pane();
        composer.set(threadDrafts.getOrDefault(root, ""));
        writing = new Writing.New();
    }

    void closeThread() {
        thread.ifPresent(root -> {
            threadDrafts.put(root, writing instanceof Writing.Edit ? "" : composer.text());
            composer.set("");
            writing = new Writing.New();
            draftWanted = true;
        });
        thread = Optional.empty();
    }

    void step(int direction) {
        List<RoomRow> rows = scene.rooms();
        for (int i = 0; i < rows.size(); i++) {
            if (room.equals(Optional.of(rows.get(i).id()))) {
                go = Optional.of(
                        rows.get(Math.floorMod(i + direction, rows.size())).id());
            }
        }
    }

    /** Goes to the next room with something new, those first that mention this account. */
    void nextUnread() {
        go = scene.rooms().stream()
                .filter(row -> row.mentions() > 0)
                .findFirst()
                .or(() -> scene.rooms().stream()
                        .filter(row -> row.unread() > 0 && !row.muted())
                        .findFirst())
                .map(RoomRow::id);
        if (go.isEmpty()) {
            say("Nothing new anywhere", Tone.QUIET);
        }
    }

    List<RoomId> visited() {
        return visited;
    }

    Optional<RoomId> room() {
        return room;
    }

    // Writing

    void write(Writing what, String text) {
        writing = what;
        composer.set(text);
        active().deselect();
    }

    /** Takes what was written, to be sent. */
    String take() {
        String text = composer.take();
        writing = new Writing.New();
        unreadLine = Optional.empty();
        active().toNewest();
        active().deselect();
        return text;
    }

    /** Tells the others, when that has changed, whether the person is writing. */
    private List<Act> tellTyping() {
        boolean now = !composer.isEmpty() && !composer.text().startsWith("/") && !(writing instanceof Writing.Edit);
        if (room.isEmpty() || (!now && !typing)) {
            return List.of();
        }
        // Said again while it goes on: the engine leaves out what was just said.
        typing = now;
        return List.of(new Act.Perform(new Command.SetTyping(room.get(), now), ""));
    }

    private List<Act> stopTyping() {
        if (!typing || room.isEmpty()) {
            return List.of();
        }
        typing = false;
        return List.of(new Act.Perform(new Command.SetTyping(room.get(), false), ""));
    }

    /** What is to be done before the end. */
    public List<Act> end() {
        return leave();
    }

    // Keys

    /** What a key makes of it all. */
    public List<Act> press(Key key) {
        if (key.name() == Key.Name.FOCUS_IN || key.name() == Key.Name.FOCUS_OUT) {
            focused = key.name() == Key.Name.FOCUS_IN;
            return List.of();
        }
        status = Optional.empty();
        List<Act> acts = new ArrayList<>(chooser.isPresent() ? pressInChooser(key) : pressInRoom(key));
        go.ifPresent(other -> acts.addAll(open(other, Optional.empty())));
        go = Optional.empty();
        return acts;
    }

    private List<Act> pressInChooser(Key key) {
        Chooser.Pressed pressed = chooser.orElseThrow().press(key);
        if (!pressed.open()) {
            chooser = Optional.empty();
        }
        return done(pressed.acts());
    }

    /** Does those acts that the model can do itself; returns the others. */
    List<Act> done(List<Act> acts) {
        List<Act> left = new ArrayList<>();
        for (Act act : acts) {
            switch (act) {
                case Act.Go(RoomId to, Optional<OperationId> at) -> left.addAll(open(to, at));
                case Act.Type(String text) -> composer.set(text);
                default -> left.add(act);
            }
        }
        return left;
    }

    private List<Act> pressInRoom(Key key) {
        if (key.name() == Key.Name.TAB && !isSelecting()) {
            complete();
            return List.of();
        }
        completing = Optional.empty();
        List<Act> acts = new ArrayList<>(done(new RoomKeys(this).press(key)));
        acts.addAll(tellTyping());
        return acts;
    }

    private void complete() {
        if (completing.isPresent() && completing.get().candidates().size() > 1) {
            Completing last = completing.get();
            int next = (last.index() + 1) % last.candidates().size();
            put(last.from(), composer.cursor(), last.candidates(), next);
            return;
        }
        Completion found = Completion.of(composer.text(), composer.cursor(), scene);
        if (!found.candidates().isEmpty()) {
            put(found.from(), found.to(), found.candidates(), 0);
        }
    }

    private void put(int from, int to, List<String> candidates, int index) {
        boolean only = candidates.size() == 1;
        composer.replace(from, to, candidates.get(index) + (only ? " " : ""));
        completing = only ? Optional.empty() : Optional.of(new Completing(from, candidates, index));
    }
}
