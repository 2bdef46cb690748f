package chat.paloma.cli.chat.scene;

import chat.paloma.cli.chat.scene.Entry.Kind;
import chat.paloma.cli.chat.scene.Entry.Marks;
import chat.paloma.cli.chat.scene.Entry.Post;
import chat.paloma.cli.chat.scene.Scene.Conversation;
import chat.paloma.cli.chat.scene.Scene.RoomRow;
import chat.paloma.cli.chat.scene.Scene.Timeline;
import chat.paloma.cli.chat.text.Tone;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.engine.EngineView.DeliveryState;
import chat.paloma.core.engine.api.ConnectionState;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.operation.OperationId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Scenes for tests: Ana's, on 3 June 2025, in #launch with Ben. */
public final class Scenes {
    /** Tuesday, 3 June 2025, 10:00 UTC. */
    public static final long MORNING = 1_748_944_800_000L;

    public static final RoomId LAUNCH = room(1);
    public static final RoomId DESIGN = room(2);
    public static final RoomId BEN = room(3);

    private Scenes() {}

    private static byte[] bytes(int length, int number) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) number);
        bytes[length - 1] = (byte) (number >> 8);
        return bytes;
    }

    public static RoomId room(int number) {
        return new RoomId(ByteString.adopt(bytes(RoomId.LENGTH, number)));
    }

    public static OperationId id(int number) {
        return new OperationId(ByteString.adopt(bytes(OperationId.LENGTH, number)));
    }

    public static Post post(int number, String author, int minute, String text) {
        boolean own = author.equals("ana");
        return new Post(
                id(number),
                author,
                Tone.ofPerson(author.length()),
                own,
                MORNING + minute * 60_000L,
                Kind.MESSAGE,
                text,
                text,
                Marks.NONE,
                Optional.empty(),
                List.of(),
                List.of(),
                0,
                own ? Optional.of(DeliveryState.SENT) : Optional.empty(),
                "");
    }

    public static Post with(Post post, DeliveryState state, String why) {
        return new Post(
                post.id(),
                post.author(),
                post.tone(),
                post.own(),
                post.time(),
                post.kind(),
                post.text(),
                post.source(),
                post.marks(),
                post.answers(),
                post.reactions(),
                post.choices(),
                post.replies(),
                Optional.of(state),
                why);
    }

    public static RoomRow row(RoomId id, String name, boolean direct, int unread) {
        return new RoomRow(id, name, direct, direct, unread, 0, false, false);
    }

    public static Scene.Link online() {
        return new Scene.Link(ConnectionState.ONLINE, "", false);
    }

    public static List<RoomRow> rooms(int unreadInLaunch) {
        return List.of(
                row(DESIGN, "design", false, 2),
                row(LAUNCH, "launch", false, unreadInLaunch),
                row(BEN, "ben", true, 0));
    }

    /** With #launch open. */
    public static Scene launch(Entry... entries) {
        return launch(0, Optional.empty(), Optional.empty(), entries);
    }

    public static Scene launch(
            int unread, Optional<OperationId> firstUnread, Optional<Timeline> thread, Entry... entries) {
        List<Entry> all = new ArrayList<>(List.of(entries));
        Conversation open = new Conversation(
                row(LAUNCH, "launch", false, unread),
                "Ship it",
                3,
                List.of("ben", "carol"),
                "",
                false,
                List.of(),
                new Timeline(all, false, false),
                thread,
                firstUnread,
                all.reversed().stream()
                        .filter(Post.class::isInstance)
                        .map(entry -> ((Post) entry).id())
                        .findFirst(),
                "");
        return new Scene("ana", online(), rooms(unread), List.of(), Optional.of(open));
    }

    /** Nothing at all. */
    public static Scene empty() {
        return new Scene("ana", online(), List.of(), List.of(), Optional.empty());
    }
}
