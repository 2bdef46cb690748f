package chat.paloma.cli.chat.scene;

import chat.paloma.cli.chat.scene.Entry.Choice;
import chat.paloma.cli.chat.scene.Entry.Event;
import chat.paloma.cli.chat.scene.Entry.Kind;
import chat.paloma.cli.chat.scene.Entry.Marks;
import chat.paloma.cli.chat.scene.Entry.Post;
import chat.paloma.cli.chat.scene.Entry.Quote;
import chat.paloma.cli.chat.scene.Entry.Reaction;
import chat.paloma.cli.chat.scene.Scene.Note;
import chat.paloma.cli.chat.scene.Scene.Timeline;
import chat.paloma.cli.chat.text.Tone;
import chat.paloma.core.engine.EngineView;
import chat.paloma.core.engine.EngineView.DeliveryState;
import chat.paloma.core.engine.room.RoomLog;
import chat.paloma.core.engine.room.RoomLog.Line;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.Listing;
import chat.paloma.core.room.RoomItem;
import chat.paloma.core.room.RoomItem.Body;
import chat.paloma.core.room.RoomView;
import chat.paloma.core.room.operation.OperationId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads a part of what was written in one room. */
final class TimelineReader {
    /** How many are read before and behind the place that is looked at. */
    private static final int PAGE = 100;

    private static final int MOST_LINES = 200;
    private static final int MOST_VOTERS = 1000;
    private static final int LONGEST_QUOTE = 200;

    private final EngineView view;
    private final RoomView conversation;
    private final AccountId self;
    private final RoomId room;
    private final String waitsFor;

    TimelineReader(EngineView view, AccountId self, RoomId room, String waitsFor) {
        this.view = view;
        this.conversation = view.conversation(room);
        this.self = self;
        this.room = room;
        this.waitsFor = waitsFor;
    }

    /** What stands around a place, or the newest, with what happened to the room meanwhile. */
    Timeline read(Listing listing, Optional<OperationId> around, List<Note> notes) {
        Timeline posts = posts(listing, around);
        List<Entry> events = new ArrayList<>(events());
        notes.forEach(note -> events.add(new Event(note.time(), note.text(), note.tone())));
        List<Entry> all = new ArrayList<>(posts.entries());
        long from = posts.older() ? all.getFirst().time() : Long.MIN_VALUE;
        long to = posts.newer() ? all.getLast().time() : Long.MAX_VALUE;
        events.stream()
                .filter(event -> event.time() >= from && event.time() <= to)
                .forEach(all::add);
        // The sort is stable: posts stay in their order, which is that of their times.
        all.sort(Comparator.comparingLong(Entry::time));
        return new Timeline(all, posts.older(), posts.newer());
    }

    /** A thread: the message that it stands under, then what stands there. */
    Timeline thread(OperationId root, Optional<OperationId> around) {
        Timeline replies = posts(new Listing.Replies(root), around.filter(id -> !id.equals(root)));
        List<Entry> all = new ArrayList<>();
        conversation.item(root).map(this::post).ifPresent(all::add);
        all.addAll(replies.entries());
        return new Timeline(all, replies.older(), replies.newer());
    }

    private Timeline posts(Listing listing, Optional<OperationId> around) {
        List<RoomItem> items = new ArrayList<>();
        Optional<RoomItem> place = around.flatMap(conversation::item);
        boolean older;
        boolean newer = false;
        if (place.isPresent()) {
            List<RoomItem> before = conversation.before(listing, place.get().order(), PAGE);
            List<RoomItem> after = conversation.after(listing, place.get().order(), PAGE);
            items.addAll(before);
            items.add(place.get());
            items.addAll(after);
            older = before.size() == PAGE;
            newer = after.size() == PAGE;
        } else {
            items.addAll(conversation.newest(listing, PAGE));
            older = items.size() == PAGE;
        }
        List<Entry> posts = new ArrayList<>();
        items.forEach(item -> posts.add(post(item)));
        return new Timeline(posts, older, newer);
    }

    private Post post(RoomItem item) {
        boolean own = item.device().account().equals(self);
        Optional<DeliveryState> delivery = own ? Optional.of(view.delivery(room, item.id())) : Optional.empty();
        return new Post(
                item.id(),
                SceneReader.name(view, item.device().account()),
                tone(item.device().account()),
                own,
                item.order().time().millis(),
                kind(item.body()),
                SafeText.lines(text(item.body())),
                text(item.body()),
                marks(item),
                quote(item.body()),
                item.reactions().stream().map(each -> reaction(item, each)).toList(),
                choices(item),
                item.replies().map(RoomItem.ThreadSummary::count).orElse(0L),
                delivery,
                delivery.map(state -> why(state, item.id())).orElse(""));
    }

    private static Tone tone(AccountId account) {
        return Tone.ofPerson(account.hashCode());
    }

    private static Kind kind(Body body) {
        return switch (body) {
            case Body.Message message -> Kind.MESSAGE;
            case Body.Poll poll -> Kind.POLL;
            case Body.Deleted() -> Kind.DELETED;
            case Body.Unknown unknown -> Kind.UNKNOWN;
        };
    }

    private static String text(Body body) {
        return switch (body) {
            case Body.Message message -> message.text();
            case Body.Poll poll -> poll.question();
            case Body.Deleted() -> "";
            case Body.Unknown unknown -> "";
        };
    }

    private Marks marks(RoomItem item) {
        return switch (item.body()) {
            case Body.Message message ->
                new Marks(message.edited(), item.pinned(), message.mentions().contains(self), false);
            case Body.Poll poll -> new Marks(false, item.pinned(), false, poll.closed());
            case Body.Deleted() -> Marks.NONE;
            case Body.Unknown unknown -> Marks.NONE;
        };
    }

    private Optional<Quote> quote(Body body) {
        if (!(body instanceof Body.Message message)) {
            return Optional.empty();
        }
        return message.replyTo()
                .map(id -> conversation
                        .item(id)
                        .map(item -> new Quote(
                                SceneReader.name(view, item.device().account()),
                                item.body() instanceof Body.Deleted ? "deleted" : shortened(text(item.body()))))
                        .orElse(new Quote("", "a message that is not here")));
    }

    private static String shortened(String text) {
        String line = SafeText.line(text.substring(0, Math.min(text.length(), LONGEST_QUOTE)));
        return text.length() > LONGEST_QUOTE ? line + " …" : line;
    }

    private Reaction reaction(RoomItem item, RoomItem.Reaction reaction) {
        boolean own = conversation
                .reactors(item.id(), reaction.emoji(), Optional.empty(), MOST_VOTERS)
                .contains(self);
        return new Reaction(SafeText.line(reaction.emoji()), reaction.count(), own);
    }

    private List<Choice> choices(RoomItem item) {
        if (!(item.body() instanceof Body.Poll poll)) {
            return List.of();
        }
        List<Choice> choices = new ArrayList<>();
        for (int i = 0; i < poll.options().size(); i++) {
            Body.Poll.Option option = poll.options().get(i);
            choices.add(new Choice(
                    SafeText.line(option.text()),
                    option.votes(),
                    conversation
                            .voters(item.id(), i, Optional.empty(), MOST_VOTERS)
                            .contains(self)));
        }
        return choices;
    }

    private String why(DeliveryState state, OperationId id) {
        return switch (state) {
            case QUEUED -> waitsFor;
            case FAILED -> SafeText.line(view.failure(room, id).orElse("the server refused it"));
            case SENT, DELIVERED, READ -> "";
        };
    }

    // The room's own lines

    private List<Event> events() {
        List<Event> events = new ArrayList<>();
        int unreadable = 0;
        for (var row : view.log(room, MOST_LINES).reversed()) {
            Line line = row.value();
            if (line.kind() == RoomLog.Kind.UNREADABLE) {
                unreadable++;
                if (unreadable > 1) {
                    events.removeLast();
                }
                events.add(new Event(
                        line.time(),
                        Words.unreadable(unreadable, SafeText.line(line.detail())),
                        Words.tone(line.kind())));
            } else {
                unreadable = 0;
                events.add(event(line));
            }
        }
        return events;
    }

    private Event event(Line line) {
        Optional<String> by = line.by()
                .filter(device -> line.who()
                        .map(DeviceAddress::account)
                        .filter(device.account()::equals)
                        .isEmpty())
                .map(this::who);
        String text =
                Words.of(line.kind(), line.who().map(this::who).orElse("somebody"), by, SafeText.line(line.detail()));
        return new Event(
                line.time(), Character.toUpperCase(text.charAt(0)) + text.substring(1), Words.tone(line.kind()));
    }

    private String who(DeviceAddress device) {
        return device.account().equals(self) ? "you" : SceneReader.name(view, device.account());
    }
}
