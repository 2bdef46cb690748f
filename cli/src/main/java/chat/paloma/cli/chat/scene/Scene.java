package chat.paloma.cli.chat.scene;

import chat.paloma.cli.chat.text.Tone;
import chat.paloma.core.engine.api.ConnectionState;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.operation.OperationId;
import java.util.List;
import java.util.Optional;

/**
 * What there is to see at one moment. Its texts are safe to show: they have no control characters, but line ends in what
 * people wrote.
 *
 * @param self the handle of this account
 * @param rooms that go on, by name, those with several people first
 * @param asking who asks to write to this account
 */
public record Scene(String self, Link link, List<RoomRow> rooms, List<Person> asking, Optional<Conversation> open) {
    public Scene {
        rooms = List.copyOf(rooms);
        asking = List.copyOf(asking);
    }

    /**
     * The connection.
     *
     * @param why there is none; may be empty
     * @param ended whether this device can't go on
     */
    public record Link(ConnectionState state, String why, boolean ended) {}

    /** Somebody. */
    public record Person(AccountId account, String name) {}

    /**
     * A room in the list.
     *
     * @param online whether the other one is, of a conversation of two
     * @param unread messages of others, up to a thousand
     */
    public record RoomRow(
            RoomId id,
            String name,
            boolean direct,
            boolean online,
            int unread,
            int mentions,
            boolean stuck,
            boolean muted) {
        /** As people write it. */
        public String title() {
            return (direct ? "@" : "#") + name;
        }
    }

    /**
     * The room that is open.
     *
     * @param people how many are in it
     * @param members by handle, without this account
     * @param trouble why it is stuck, has ended, or is not ready yet; may be empty
     * @param typing who is writing
     * @param firstUnread where what is not read begins
     * @param last the newest that the server has
     */
    public record Conversation(
            RoomRow row,
            String topic,
            int people,
            List<String> members,
            String trouble,
            boolean ended,
            List<String> typing,
            Timeline timeline,
            Optional<Timeline> thread,
            Optional<OperationId> firstUnread,
            Optional<OperationId> last,
            String draft) {
        public Conversation {
            members = List.copyOf(members);
            typing = List.copyOf(typing);
        }

        public RoomId id() {
            return row.id();
        }
    }

    /**
     * A part of what was written.
     *
     * @param older whether there is more before it
     * @param newer whether there is more behind it
     */
    public record Timeline(List<Entry> entries, boolean older, boolean newer) {
        public Timeline {
            entries = List.copyOf(entries);
        }

        public List<Entry.Post> posts() {
            return entries.stream()
                    .flatMap(entry -> entry instanceof Entry.Post post ? java.util.stream.Stream.of(post) : null)
                    .toList();
        }

        public Optional<Entry.Post> find(OperationId id) {
            return posts().stream().filter(post -> post.id().equals(id)).findFirst();
        }
    }

    /**
     * What the person should know, that no room's log tells.
     *
     * @param room that it concerns; nothing when it concerns all
     */
    public record Note(Optional<RoomId> room, long time, String text, Tone tone) {}
}
