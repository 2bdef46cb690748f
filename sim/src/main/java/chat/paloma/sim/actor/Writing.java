package chat.paloma.sim.actor;

import chat.paloma.core.engine.EngineView;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.Listing;
import chat.paloma.core.room.RoomItem;
import chat.paloma.core.room.RoomView;
import chat.paloma.core.room.operation.OperationId;
import chat.paloma.sim.base.SeededRandom;
import chat.paloma.sim.client.SimClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What people write in a room: mostly messages, and what refers to those that they see. */
final class Writing {
    private static final int SEEN = 20;
    private static final List<String> EMOJIS = List.of("👍", "🎉", "❤", "😀");

    private final SeededRandom random;
    private int messages;

    Writing(SeededRandom random) {
        this.random = random;
    }

    /** The next thing that somebody writes. */
    Optional<Command> next(SimClient client, RoomId room) {
        RoomView view = client.view().conversation(room);
        List<RoomItem> seen = new ArrayList<>(view.newest(new Listing.Timeline(), SEEN));
        int choice = random.nextInt(100);
        if (choice < 55 || seen.isEmpty()) {
            return Optional.of(message(room, seen));
        }
        RoomItem item = random.pick(seen);
        AccountId own = client.view().identity().orElseThrow().account();
        boolean isOwn = item.device().account().equals(own);
        if (choice < 60) {
            return Optional.of(new Command.SetName(room, "name " + random.nextInt(100)));
        }
        if (choice < 63) {
            return Optional.of(new Command.SetTopic(room, "topic " + random.nextInt(100)));
        }
        if (choice < 66) {
            return Optional.of(new Command.CreatePoll(
                    room, "which one?", List.of("this", "that", "neither"), random.nextInt(2) == 0));
        }
        if (item.body() instanceof RoomItem.Body.Poll poll) {
            return Optional.of(
                    isOwn && choice < 72
                            ? new Command.ClosePoll(room, item.id())
                            : new Command.Vote(
                                    room,
                                    item.id(),
                                    List.of(random.nextInt(poll.options().size()))));
        }
        if (choice < 82) {
            return Optional.of(new Command.React(room, item.id(), random.pick(EMOJIS), random.nextInt(4) != 0));
        }
        if (choice < 86) {
            return Optional.of(new Command.Pin(room, item.id(), !item.pinned()));
        }
        return own(client.view(), room, seen, choice);
    }

    private Optional<Command> own(EngineView view, RoomId room, List<RoomItem> seen, int choice) {
        AccountId own = view.identity().orElseThrow().account();
        List<RoomItem> mine = seen.stream()
                .filter(item -> item.device().account().equals(own))
                .filter(item -> item.body() instanceof RoomItem.Body.Message)
                .toList();
        if (mine.isEmpty()) {
            return Optional.empty();
        }
        OperationId id = random.pick(mine).id();
        return Optional.of(
                choice < 95
                        ? new Command.EditMessage(room, id, "edited " + messages++, List.of())
                        : new Command.DeleteMessage(room, id));
    }

    private Command message(RoomId room, List<RoomItem> seen) {
        Optional<OperationId> replyTo = Optional.empty();
        Optional<OperationId> thread = Optional.empty();
        if (!seen.isEmpty() && random.nextInt(5) == 0) {
            replyTo = Optional.of(random.pick(seen).id());
        }
        if (!seen.isEmpty() && random.nextInt(8) == 0) {
            thread = Optional.of(random.pick(seen).id());
        }
        String text = "message " + messages++ + (random.nextInt(20) == 0 ? " and more of it".repeat(200) : "");
        return new Command.SendMessage(room, text, replyTo, thread, List.of(), List.of());
    }
}
