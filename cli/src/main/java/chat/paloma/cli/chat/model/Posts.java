package chat.paloma.cli.chat.model;

import chat.paloma.cli.chat.scene.Entry;
import chat.paloma.cli.chat.scene.Entry.Post;
import chat.paloma.cli.chat.text.Tone;
import chat.paloma.core.engine.EngineView.DeliveryState;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.membership.RoomId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What can be done with a post. What is not possible is said in the status line. */
final class Posts {
    private final ChatModel model;

    Posts(ChatModel model) {
        this.model = model;
    }

    private RoomId room() {
        return model.room().orElseThrow();
    }

    private List<Act> refused(String why) {
        model.say(why, Tone.WARN);
        return List.of();
    }

    /** The post that is selected; without one, the newest that it can be. */
    Optional<Post> meant(Predicate<Post> possible) {
        Optional<Post> selected = model.selected();
        if (selected.isPresent()) {
            return selected;
        }
        return model.activeTimeline()
                .flatMap(shown ->
                        shown.posts().reversed().stream().filter(possible).findFirst());
    }

    static boolean isThere(Post post) {
        return post.kind() == Entry.Kind.MESSAGE || post.kind() == Entry.Kind.POLL;
    }

    static boolean isOwnMessage(Post post) {
        return post.own() && post.kind() == Entry.Kind.MESSAGE;
    }

    List<Act> reply(Post post) {
        if (!isThere(post)) {
            return refused("There is nothing to answer");
        }
        model.write(
                new Writing.Reply(post.id(), post.author()), model.composer().text());
        return List.of();
    }

    List<Act> thread(Post post) {
        if (model.thread().isPresent()) {
            return refused("A thread has no threads: Esc closes it");
        }
        model.openThread(post.id());
        return List.of();
    }

    List<Act> editLast() {
        Optional<Post> last = model.activeTimeline()
                .flatMap(shown -> shown.posts().reversed().stream()
                        .filter(Posts::isOwnMessage)
                        .findFirst());
        return last.map(this::edit).orElseGet(() -> refused("There is no message of yours here to change"));
    }

    List<Act> edit(Post post) {
        if (!isOwnMessage(post)) {
            return refused("Only messages of yours can be changed");
        }
        model.write(new Writing.Edit(post.id()), post.source());
        return List.of();
    }

    List<Act> delete(Post post) {
        if (!post.own() || !isThere(post)) {
            return refused("Only what you wrote can be deleted");
        }
        Act act = new Act.Perform(new Command.DeleteMessage(room(), post.id()), "Deleted");
        model.choose(new Chooser(
                "Delete this for everybody?",
                "Enter · Esc keeps it",
                List.of(
                        Chooser.Item.of(
                                "Delete", post.text().lines().findFirst().orElse(""), act),
                        Chooser.Item.text("Keep it", ""))));
        return List.of();
    }

    List<Act> pin(Post post) {
        if (!isThere(post)) {
            return refused("There is nothing to pin");
        }
        boolean on = !post.marks().pinned();
        return List.of(new Act.Perform(new Command.Pin(room(), post.id(), on), on ? "Pinned" : "No longer pinned"));
    }

    /** Reacts, or takes the reaction back. */
    Act reaction(Post post, String emoji) {
        boolean has = post.reactions().stream()
                .anyMatch(each -> each.own() && each.emoji().equals(emoji));
        return new Act.Perform(new Command.React(room(), post.id(), emoji, !has), "");
    }

    List<Act> vote(Post poll, List<Integer> numbers) {
        int most = poll.choices().size();
        if (poll.marks().closed()) {
            return refused("This poll is closed");
        }
        if (numbers.stream().anyMatch(number -> number < 1 || number > most)) {
            return refused("The poll has the options 1 to " + most);
        }
        List<Integer> choices = new ArrayList<>(
                numbers.stream().map(number -> number - 1).distinct().sorted().toList());
        boolean again =
                choices.size() == 1 && poll.choices().get(choices.getFirst()).own();
        return List.of(new Act.Perform(
                new Command.Vote(room(), poll.id(), again ? List.of() : choices), again ? "Vote taken back" : "Voted"));
    }

    List<Act> close(Post poll) {
        return List.of(new Act.Perform(new Command.ClosePoll(room(), poll.id()), "The poll is closed"));
    }

    List<Act> retry(Post post) {
        if (post.delivery().filter(state -> state == DeliveryState.FAILED).isEmpty()) {
            return refused("Only what could not be sent is sent again");
        }
        return List.of(new Act.Write(room(), post.source(), Optional.empty(), model.thread()));
    }

    static Predicate<Post> isFailed() {
        return post ->
                post.delivery().filter(state -> state == DeliveryState.FAILED).isPresent();
    }
}
