package chat.paloma.client.search;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.engine.EngineView;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.RoomItem;
import chat.paloma.core.room.RoomItem.Body;
import chat.paloma.core.room.operation.OperationId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What can be found of one entry of a timeline.
 *
 * @param text empty when there is nothing to find any more
 */
record SearchDocument(RoomId room, OperationId entry, AccountId author, long time, String text)
        implements TlsEncodable {
    private static final int MAX_TEXT = 1 << 20;
    private static final AccountId NOBODY = new AccountId(ByteString.adopt(new byte[AccountId.LENGTH]));

    /** What an entry says now. */
    static SearchDocument of(EngineView view, RoomId room, OperationId entry) {
        Optional<RoomItem> item = view.conversation(room).item(entry);
        if (item.isEmpty()) {
            return new SearchDocument(room, entry, NOBODY, 0, "");
        }
        return new SearchDocument(
                room,
                entry,
                item.get().device().account(),
                item.get().order().time().millis(),
                text(item.get().body()));
    }

    private static String text(Body body) {
        return switch (body) {
            case Body.Message message -> message.text();
            case Body.Poll poll ->
                poll.question()
                        + poll.options().stream()
                                .map(option -> "\n" + option.text())
                                .collect(Collectors.joining());
            case Body.Deleted() -> "";
            case Body.Unknown unknown -> "";
        };
    }

    @Override
    public void encode(TlsWriter out) {
        out.write(room).write(entry).write(author).writeUint64(time).write(ByteString.utf8(text));
    }

    static SearchDocument decode(TlsReader in) throws DecodeException {
        return new SearchDocument(
                RoomId.decode(in),
                OperationId.decode(in),
                AccountId.decode(in),
                in.readUint64(),
                new String(in.readOpaque(MAX_TEXT), StandardCharsets.UTF_8));
    }

    /** A part of the index as it lies in the profile: documents of which a later one of the same entry replaces an earlier one. */
    record Segment(List<SearchDocument> documents) implements TlsEncodable {
        static final int MOST = 256;

        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(1).writeList(documents);
        }

        static Segment decode(TlsReader in) throws DecodeException {
            if (in.readUint8() != 1) {
                throw new DecodeException(DecodeException.Reason.INVALID_VALUE, "an index of another format");
            }
            return new Segment(in.readList(MOST, SearchDocument::decode));
        }
    }
}
