package chat.paloma.border;

import chat.paloma.core.engine.EngineView;
import chat.paloma.core.engine.room.RoomLog;
import chat.paloma.core.engine.state.Table.Row;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.Listing;
import chat.paloma.core.room.Order;
import chat.paloma.core.room.RoomItem;
import chat.paloma.core.room.RoomView;
import chat.paloma.core.room.operation.OperationId;
import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One page of a timeline or a thread, with the lines about the room that stand between its entries. */
final class TimelineQuery {
    /** So many of the newest lines about a room are looked through. */
    private static final int MAX_LINES = 1_000;

    private final RoomView conversation;
    private final Listing listing;
    private final int limit;
    /** Where the page ends, when it does not end at the newest entry. */
    private boolean toTheEnd = true;

    private boolean more;

    private TimelineQuery(RoomView conversation, Listing listing, int limit) {
        this.conversation = conversation;
        this.listing = listing;
        this.limit = limit;
    }

    static JsonObject answer(EngineView view, RoomId room, Fields in) {
        Optional<OperationId> thread = in.optionalOperation("thread");
        Listing listing = thread.isPresent() ? new Listing.Replies(thread.get()) : new Listing.Timeline();
        TimelineQuery query = new TimelineQuery(view.conversation(room), listing, RoomQueries.limit(in));
        List<RoomItem> items = query.items(in.fields("anchor"));
        EntryWriter writer = new EntryWriter(view, room);
        return new JsonObject()
                .add("entries", Texts.list(items, writer::write))
                .add("lines", thread.isPresent() ? new JsonArray() : query.lines(view, room, items))
                .add("more", query.more);
    }

    private List<RoomItem> items(Fields anchor) {
        String at = anchor.text("at");
        return switch (at) {
            case "end" -> before(Optional.empty(), limit);
            case "before" -> {
                toTheEnd = false;
                yield before(Optional.of(placeNow(anchor)), limit);
            }
            case "after" -> after(placeNow(anchor), limit);
            case "around" -> around(anchor.operation("entry"));
            default -> throw new IllegalArgumentException("no anchor " + at);
        };
    }

    /**
     * Where the entry stands now whose place is named: it moves when a lane accepts it, and a page that begins at the
     * place that it had before would show it twice or leave others out.
     */
    private Order placeNow(Fields anchor) {
        Order place = anchor.place("place");
        return conversation.item(place.id()).map(RoomItem::order).orElse(place);
    }

    /** One more than what is wanted is asked for, to know whether there is more. */
    private List<RoomItem> before(Optional<Order> place, int count) {
        List<RoomItem> found = place.isPresent()
                ? conversation.before(listing, place.get(), count + 1)
                : conversation.newest(listing, count + 1);
        more = found.size() > count;
        return more ? found.subList(1, found.size()) : found;
    }

    private List<RoomItem> after(Order place, int count) {
        List<RoomItem> found = conversation.after(listing, place, count + 1);
        more = found.size() > count;
        toTheEnd = !more;
        return more ? found.subList(0, count) : found;
    }

    /** Of this page, {@code more} speaks of what stands before it. */
    private List<RoomItem> around(OperationId entry) {
        Optional<RoomItem> found = conversation.item(entry);
        if (found.isEmpty()) {
            return before(Optional.empty(), limit);
        }
        Order place = found.get().order();
        List<RoomItem> out = new ArrayList<>(after(place, limit / 2));
        out.addFirst(found.get());
        out.addAll(0, before(Optional.of(place), Math.max(1, limit / 2)));
        return out;
    }

    private JsonArray lines(EngineView view, RoomId room, List<RoomItem> items) {
        long from =
                items.isEmpty() || !more ? 0 : items.getFirst().order().time().millis();
        long to = toTheEnd || items.isEmpty()
                ? Long.MAX_VALUE
                : items.getLast().order().time().millis();
        return Texts.list(
                view.log(room, MAX_LINES).reversed().stream()
                        .filter(row -> row.value().time() >= from && row.value().time() < to)
                        .toList(),
                TimelineQuery::line);
    }

    private static JsonObject line(Row<RoomLog.Key, RoomLog.Line> row) {
        RoomLog.Line line = row.value();
        JsonObject out = new JsonObject()
                .add("id", row.key().sequence() + "." + row.key().order())
                .add("time", line.time())
                .add("kind", Fields.lowerCase(line.kind()))
                .add("detail", line.detail());
        Texts.add(out, "who", line.who().map(device -> device.account()));
        return Texts.add(out, "by", line.by().map(device -> device.account()));
    }
}
