package chat.paloma.cli.chat.model;

import chat.paloma.cli.chat.scene.Entry;
import chat.paloma.cli.chat.scene.Entry.Post;
import chat.paloma.cli.chat.text.Tone;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.operation.OperationId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What keys do while no list lies over the room: writing, scrolling, and acting on a post that is selected. */
final class RoomKeys {
    private final ChatModel model;
    private final Posts posts;

    RoomKeys(ChatModel model) {
        this.model = model;
        this.posts = new Posts(model);
    }

    List<Act> press(Key key) {
        switch (key.name()) {
            case SWITCH -> Lists.rooms(model);
            case HELP -> Lists.help(model);
            case SEARCH -> model.composer().set("/search ");
            case NEXT_ROOM -> model.step(1);
            case PREVIOUS_ROOM -> model.step(-1);
            case NEXT_UNREAD -> model.nextUnread();
            case PAGE_UP -> model.active().page(-1);
            case PAGE_DOWN -> model.active().page(1);
            case NEWEST -> model.active().toNewest();
            case SELECT_UP -> select(-1);
            case SELECT_DOWN -> select(1);
            case REDRAW -> {
                return List.of(new Act.Redraw());
            }
            case INTERRUPT -> {
                return List.of(new Act.Quit());
            }
            case END_OF_INPUT -> {
                if (model.composer().isEmpty()) {
                    return List.of(new Act.Quit());
                }
                model.composer().press(Key.of(Key.Name.DELETE));
            }
            case ESCAPE -> escape();
            default -> {
                return model.isSelecting() && !isCommand() ? selecting(key) : writing(key);
            }
        }
        return List.of();
    }

    private void select(int direction) {
        model.activeTimeline().ifPresent(shown -> model.active().step(shown, direction));
    }

    /** One step back: from a selection, from an answer or a change, from what lies further up, from a thread. */
    private void escape() {
        if (model.isSelecting()) {
            model.active().deselect();
        } else if (!(model.writing() instanceof Writing.New)) {
            model.write(new Writing.New(), "");
        } else if (model.active().bottom().isPresent()) {
            model.active().toNewest();
        } else if (model.thread().isPresent()) {
            model.closeThread();
        } else {
            select(-1);
        }
    }

    private List<Act> writing(Key key) {
        if (key.name() == Key.Name.ENTER) {
            return enter();
        }
        if (key.name() == Key.Name.UP && model.composer().isEmpty() && model.writing() instanceof Writing.New) {
            return posts.editLast();
        }
        if (key.name() == Key.Name.DOWN && model.writing() instanceof Writing.Edit && isOneLine()) {
            model.write(new Writing.New(), "");
            return List.of();
        }
        model.composer().press(key);
        return List.of();
    }

    /** A command may be about the post that is selected. */
    private boolean isCommand() {
        return model.composer().text().startsWith("/");
    }

    private boolean isOneLine() {
        return !model.composer().text().contains("\n");
    }

    private List<Act> enter() {
        String text = model.composer().text();
        if (text.endsWith("\\") && model.composer().cursor() == text.length()) {
            model.composer().set(text.substring(0, text.length() - 1) + "\n");
            return List.of();
        }
        if (text.startsWith("/") && !text.startsWith("//") && model.writing() instanceof Writing.New) {
            return new SlashCommands(model, posts).run(text);
        }
        if (text.isBlank() || model.room().isEmpty()) {
            return List.of();
        }
        if (model.scene().open().filter(open -> open.ended()).isPresent()) {
            model.say("This room has ended for you: nothing can be written here", Tone.WARN);
            return List.of();
        }
        Writing writing = model.writing();
        Optional<OperationId> thread = model.thread();
        String written = model.take().stripTrailing();
        return List.of(
                act(model.room().get(), writing, thread, written.startsWith("//") ? written.substring(1) : written));
    }

    private static Act act(RoomId room, Writing writing, Optional<OperationId> thread, String text) {
        return switch (writing) {
            case Writing.New() -> new Act.Write(room, text, Optional.empty(), thread);
            case Writing.Reply reply -> new Act.Write(room, text, Optional.of(reply.to()), thread);
            case Writing.Edit edit -> new Act.Rewrite(room, edit.message(), text);
        };
    }

    // With a post selected

    private List<Act> selecting(Key key) {
        Optional<Post> selected = model.selected();
        if (selected.isEmpty()) {
            model.active().deselect();
            return List.of();
        }
        Post post = selected.get();
        return switch (key.name()) {
            case UP -> moved(-1);
            case DOWN -> moved(1);
            case ENTER -> posts.thread(post);
            case DELETE, BACKSPACE -> posts.delete(post);
            case TEXT -> letter(post, key.text());
            default -> List.of();
        };
    }

    private List<Act> moved(int direction) {
        select(direction);
        return List.of();
    }

    private List<Act> letter(Post post, String letter) {
        return switch (letter) {
            case "k" -> moved(-1);
            case "j" -> moved(1);
            case "r" -> posts.reply(post);
            case "t" -> posts.thread(post);
            case "e" -> posts.edit(post);
            case "d" -> posts.delete(post);
            case "p" -> posts.pin(post);
            case "s" -> posts.retry(post);
            case "+" -> emoji(post);
            case "/" -> command();
            case "1", "2", "3", "4", "5", "6", "7", "8", "9" ->
                post.kind() == Entry.Kind.POLL ? posts.vote(post, List.of(Integer.valueOf(letter))) : List.of();
            default -> {
                model.say("r answer · t thread · e change · d delete · + react · p pin · Esc back", Tone.QUIET);
                yield List.of();
            }
        };
    }

    private List<Act> command() {
        if (model.composer().isEmpty()) {
            model.composer().set("/");
        }
        return List.of();
    }

    private List<Act> emoji(Post post) {
        List<Chooser.Item> items = new ArrayList<>();
        Emoji.BY_NAME.forEach(
                (name, emoji) -> items.add(Chooser.Item.of(emoji + " " + name, "", posts.reaction(post, emoji))));
        model.choose(new Chooser("React", "Enter reacts · typing narrows down", items));
        return List.of();
    }
}
