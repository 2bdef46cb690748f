package chat.paloma.cli.client;

import chat.paloma.client.search.SearchHit;
import chat.paloma.client.search.SearchQuery;
import chat.paloma.client.transport.PlainText;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.Listing;
import chat.paloma.core.room.Order;
import chat.paloma.core.room.RoomItem;
import chat.paloma.core.room.operation.OperationId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands that show what was written. */
@SuppressWarnings("NullAway.Init") // picocli fills in the fields before anything else happens.
final class ReadingCommands {
    private ReadingCommands() {}

    private static void print(Work work, RoomId room, RoomItem item) throws InterruptedException {
        work.output()
                .result(
                        work.look(view -> Describe.text(view, room, item)),
                        work.look(view -> Describe.json(view, room, item)));
    }

    @CommandLine.Command(name = "history", description = "Show what was written in a room, the newest last.")
    static final class History extends ClientTask {
        private static final int MOST = 10_000;

        @Parameters(paramLabel = "ROOM", description = RoomCommands.ROOM)
        private String room;

        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "50",
                description = "How many, at most 10000. Default: ${DEFAULT-VALUE}.")
        private int limit;

        @Option(names = "--before", paramLabel = "MESSAGE", description = "Only what stands before this message.")
        private @Nullable String before;

        @Option(names = "--thread", paramLabel = "MESSAGE", description = "What stands under this message.")
        private @Nullable String thread;

        @Option(names = "--pinned", description = "What is pinned, the last pinned first.")
        private boolean pinned;

        @Override
        void run(Work work) throws Exception {
            if (limit < 1 || limit > MOST) {
                throw Failure.usage("--limit takes 1 to " + MOST);
            }
            work.tryOnline();
            RoomId id = work.names().room(room);
            for (RoomItem item : items(work, id)) {
                print(work, id, item);
            }
        }

        private List<RoomItem> items(Work work, RoomId id) throws InterruptedException {
            if (pinned) {
                return work.look(view -> view.conversation(id).pinned(limit));
            }
            Listing listing = thread == null
                    ? new Listing.Timeline()
                    : new Listing.Replies(work.names().message(id, thread, item -> true));
            if (before == null) {
                return work.look(view -> view.conversation(id).newest(listing, limit));
            }
            OperationId end = work.names().message(id, before, item -> true);
            Order place = work.look(view -> view.conversation(id).item(end))
                    .orElseThrow()
                    .order();
            return work.look(view -> view.conversation(id).before(listing, place, limit));
        }
    }

    @CommandLine.Command(
            name = "search",
            description = {
                "Find messages of all rooms, the newest first, in what this device has.",
                "Each word is the beginning of one that must be there; words in quotation marks stand beside each other.",
                ""
            })
    static final class Search extends ClientTask {
        @Parameters(paramLabel = "WORD", arity = "1..*", description = "What to look for.")
        private List<String> words = new ArrayList<>();

        @Option(names = "--room", paramLabel = "ROOM", description = RoomCommands.ROOM)
        private @Nullable String room;

        @Option(names = "--from", paramLabel = "WHO", description = "Only what this person wrote.")
        private @Nullable String from;

        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "50",
                description = "How many, at most 1000. Default: ${DEFAULT-VALUE}.")
        private int limit;

        @Override
        void run(Work work) throws Exception {
            work.tryOnline();
            Optional<RoomId> in =
                    room == null ? Optional.empty() : Optional.of(work.names().room(room));
            Optional<AccountId> by =
                    from == null ? Optional.empty() : Optional.of(work.names().person(from));
            SearchQuery query;
            try {
                query = new SearchQuery(String.join(" ", words), in, by, limit);
            } catch (IllegalArgumentException e) {
                throw Failure.usage(String.valueOf(e.getMessage()));
            }
            for (SearchHit hit : work.client().search(query)) {
                print(work, hit);
            }
        }

        private static void print(Work work, SearchHit hit) throws InterruptedException {
            String name = work.look(view -> Names.room(view, hit.room()));
            String author = work.look(view -> view.name(hit.author()));
            work.output()
                    .result(
                            Names.id(hit.entry().toString()) + "  " + Describe.time(hit.time()) + "  " + name + "  "
                                    + author + ": " + PlainText.line(hit.snippet()),
                            JsonLine.of(JsonType.HIT)
                                    .put(JsonField.ROOM, hit.room().toString())
                                    .put(JsonField.ROOM_NAME, name)
                                    .put(JsonField.ID, hit.entry().toString())
                                    .put(JsonField.HANDLE, author)
                                    .put(JsonField.ACCOUNT, hit.author().toString())
                                    .put(JsonField.TIME, hit.time())
                                    .put(JsonField.SNIPPET, hit.snippet()));
        }
    }

    @CommandLine.Command(
            name = "export",
            description = "Print everything that this device can read, the oldest first, as JSON objects, one a line.")
    static final class Export extends ClientTask {
        private static final int PAGE = 500;

        @Option(names = "--room", paramLabel = "ROOM", description = "Only this room.")
        private @Nullable String room;

        @Override
        void run(Work work) throws Exception {
            work.tryOnline();
            Work exporting = work.asJson();
            List<RoomId> rooms = room == null
                    ? work.look(view -> view.rooms())
                    : List.of(work.names().room(room));
            for (RoomId id : rooms) {
                export(exporting, id, new Listing.Timeline());
            }
        }

        private static void export(Work work, RoomId room, Listing listing) throws InterruptedException {
            Optional<Order> last = Optional.empty();
            while (true) {
                Optional<Order> after = last;
                List<RoomItem> page = work.look(view -> after.isPresent()
                        ? view.conversation(room).after(listing, after.get(), PAGE)
                        : first(view.conversation(room), listing));
                for (RoomItem item : page) {
                    print(work, room, item);
                    if (item.replies().isPresent()) {
                        export(work, room, new Listing.Replies(item.id()));
                    }
                    last = Optional.of(item.order());
                }
                if (page.isEmpty()) {
                    return;
                }
            }
        }

        private static List<RoomItem> first(chat.paloma.core.room.RoomView view, Listing listing) {
            return view.after(listing, FIRST, PAGE);
        }

        private static final Order FIRST = new Order(
                true,
                chat.paloma.core.room.operation.HybridTime.ZERO,
                new AccountId(chat.paloma.core.codec.ByteString.adopt(new byte[AccountId.LENGTH])),
                new OperationId(chat.paloma.core.codec.ByteString.adopt(new byte[OperationId.LENGTH])));
    }
}
