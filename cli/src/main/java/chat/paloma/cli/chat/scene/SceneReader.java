package chat.paloma.cli.chat.scene;

import chat.paloma.cli.chat.scene.Scene.Conversation;
import chat.paloma.cli.chat.scene.Scene.Person;
import chat.paloma.cli.chat.scene.Scene.RoomRow;
import chat.paloma.cli.chat.scene.Scene.Timeline;
import chat.paloma.core.engine.EngineView;
import chat.paloma.core.engine.EngineView.RoomInfo;
import chat.paloma.core.engine.api.NotificationLevel;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.personal.Reading;
import chat.paloma.core.engine.room.Standing;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.Listing;
import chat.paloma.core.room.RoomItem;
import chat.paloma.core.room.operation.OperationId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads from a client what there is to see. */
public final class SceneReader {
    /** In how many of the newest messages the last one is looked for that the server has. */
    private static final int SEARCHED = 100;

    private static final int SHORT = 8;
    private static final int NAMED = 3;

    private SceneReader() {}

    /** What there is to see of what is wanted. */
    public static Scene read(EngineView view, Wanted wanted, Scene.Link link, Happenings happenings) {
        Optional<AccountId> self = view.identity().map(identity -> identity.account());
        List<RoomRow> rooms = view.rooms().stream()
                .flatMap(id -> view.room(id).stream())
                .filter(room ->
                        room.standing() != Standing.ENDED || wanted.room().equals(Optional.of(room.id())))
                .map(room -> row(view, room, happenings))
                .sorted(Comparator.comparing(RoomRow::direct)
                        .thenComparing(row -> row.name().toLowerCase(Locale.ROOT))
                        .thenComparing(row -> row.id().toString()))
                .toList();
        List<Person> asking = view.contacts().stream()
                .filter(contact -> contact.value().isRequest())
                .map(contact -> new Person(contact.key(), name(view, contact.key())))
                .toList();
        return new Scene(
                view.identity().map(identity -> identity.handle().value()).orElse(""),
                new Scene.Link(link.state(), SafeText.line(link.why()), link.ended() || happenings.ended()),
                rooms,
                asking,
                wanted.room()
                        .flatMap(view::room)
                        .flatMap(room -> self.map(account -> open(view, account, room, wanted, happenings))));
    }

    static String name(EngineView view, AccountId account) {
        return SafeText.line(view.displayName(account));
    }

    private static RoomRow row(EngineView view, RoomInfo room, Happenings happenings) {
        Reading.Unread unread = happenings.unread(view, room.id());
        boolean direct = room.name().isEmpty() && room.direct().isPresent();
        String name = direct ? room.direct().map(account -> name(view, account)).orElse("") : name(view, room);
        return new RoomRow(
                room.id(),
                name,
                direct,
                room.direct().filter(view::isOnline).isPresent(),
                unread.messages(),
                unread.mentions(),
                room.standing() == Standing.STUCK,
                view.notifications(room.id()) == NotificationLevel.NONE);
    }

    /** What a room is called; one whose name has not come in, by who is in it. */
    private static String name(EngineView view, RoomInfo room) {
        if (!room.name().isEmpty()) {
            return SafeText.line(room.name());
        }
        Optional<AccountId> self = view.identity().map(identity -> identity.account());
        String people = room.roster().stream()
                .flatMap(roster -> roster.accounts().keySet().stream())
                .filter(account -> !self.equals(Optional.of(account)))
                .map(account -> name(view, account))
                .sorted()
                .limit(NAMED)
                .collect(Collectors.joining("+"));
        return people.isEmpty() ? room.id().toString().substring(0, SHORT) : people;
    }

    private static Conversation open(
            EngineView view, AccountId self, RoomInfo room, Wanted wanted, Happenings happenings) {
        RoomId id = room.id();
        List<AccountId> members = room.roster().stream()
                .flatMap(roster -> roster.accounts().keySet().stream())
                .toList();
        TimelineReader reader = new TimelineReader(view, self, id, waitsFor(view, room));
        Timeline timeline = reader.read(new Listing.Timeline(), wanted.around(), happenings.notes(id));
        return new Conversation(
                row(view, room, happenings),
                SafeText.line(room.topic()),
                members.size(),
                members.stream()
                        .filter(account -> !account.equals(self))
                        .map(view::name)
                        .map(SafeText::line)
                        .sorted()
                        .toList(),
                trouble(room),
                room.standing() == Standing.ENDED,
                happenings.typing(id).stream()
                        .map(account -> name(view, account))
                        .toList(),
                timeline,
                wanted.thread().map(root -> reader.thread(root, wanted.threadAround())),
                happenings.unread(view, id).first(),
                last(view, id),
                SafeText.lines(view.draft(id)));
    }

    /** Why what is written now waits; empty when it does not. */
    private static String waitsFor(EngineView view, RoomInfo room) {
        if (!view.isOnline()) {
            return "waits for a connection";
        }
        return room.obstacle().map(Problem::toString).map(SafeText::line).orElse("");
    }

    private static String trouble(RoomInfo room) {
        return switch (room.standing()) {
            case ACTIVE -> "";
            case OPENING -> "This room is made as soon as the server is reached";
            case JOINING -> "You are being let in";
            case STUCK ->
                "This room can't be followed any further: " + SafeText.line(room.why()) + ". /repair goes on with it";
            case ENDED -> "This room has ended for you: " + SafeText.line(room.why());
        };
    }

    private static Optional<OperationId> last(EngineView view, RoomId room) {
        return view.conversation(room).newest(new Listing.Timeline(), SEARCHED).reversed().stream()
                .filter(item -> item.order().accepted())
                .map(RoomItem::id)
                .findFirst();
    }
}
