package chat.paloma.cli.chat.model;

import chat.paloma.cli.chat.scene.Scene.Person;
import chat.paloma.cli.chat.scene.Scene.RoomRow;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.membership.RoomId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The lists that can lie over a room. */
final class Lists {
    private Lists() {}

    /** The room switcher: what mentions this account, what is new, then what was open last. */
    static void rooms(ChatModel model) {
        List<RoomId> visited = model.visited();
        Comparator<RoomRow> byNews = Comparator.comparing((RoomRow row) -> row.mentions() == 0)
                .thenComparing(row -> row.unread() == 0 || row.muted())
                .thenComparing(row -> model.room().equals(Optional.of(row.id())))
                .thenComparingInt(row -> visited.contains(row.id()) ? visited.indexOf(row.id()) : visited.size());
        List<Chooser.Item> items = model.scene().rooms().stream()
                .sorted(byNews)
                .map(row -> Chooser.Item.of(row.title(), detail(row), new Act.Go(row.id(), Optional.empty())))
                .toList();
        model.choose(new Chooser("Jump to", "Enter opens · typing narrows down · Esc back", items));
    }

    private static String detail(RoomRow row) {
        List<String> words = new ArrayList<>();
        if (row.mentions() > 0) {
            words.add("mentions you");
        }
        if (row.unread() > 0) {
            words.add(row.unread() + " new");
        }
        if (row.direct() && row.online()) {
            words.add("online");
        }
        if (row.stuck()) {
            words.add("stuck");
        }
        if (row.muted()) {
            words.add("muted");
        }
        return String.join(" · ", words);
    }

    static void requests(ChatModel model) {
        List<Chooser.Item> items = new ArrayList<>();
        for (Person person : model.scene().asking()) {
            items.add(new Chooser.Item(
                    person.name(),
                    "asks to write to you",
                    Optional.of(new Act.Perform(
                            new Command.AnswerRequest(person.account(), true), person.name() + " may write to you")),
                    Optional.of(new Act.Perform(
                            new Command.AnswerRequest(person.account(), false),
                            person.name() + " may not write to you"))));
        }
        model.choose(new Chooser(
                "Message requests",
                items.isEmpty() ? "Nobody asks to write to you · Esc back" : "Enter lets them · Del refuses · Esc back",
                items));
    }

    static void people(ChatModel model) {
        List<Chooser.Item> items = model.scene().open().stream()
                .flatMap(open -> open.members().stream())
                .map(name -> Chooser.Item.of(
                        "@" + name, "write to them", new Act.WithPerson(name, Command.OpenDirect::new, "")))
                .toList();
        model.choose(new Chooser("People in this room, beside you", "Enter writes to them · Esc back", items));
    }

    static void help(ChatModel model) {
        List<Chooser.Item> items = new ArrayList<>(List.of(
                key("Enter", "sends; Alt-Enter or Ctrl-J begins a line"),
                key("Ctrl-K", "goes to a room; Ctrl-N, Ctrl-P to the next or the one before"),
                key("Alt-A", "goes to the next room with something new"),
                key("Page up", "scrolls back, as far as there is history; Esc returns"),
                key("Esc", "selects a message: then r answers, t opens its thread, e, d, p, + and 1 to 9"),
                key("Up", "changes your last message; then through what you sent"),
                key("Tab", "completes a /command, an @handle or an :emoji:"),
                key("Ctrl-F", "searches"),
                key("Ctrl-C", "ends; what is not sent is kept")));
        Arrays.stream(Slash.values())
                .map(each -> Chooser.Item.of(
                        (each.word() + " " + each.arguments()).strip(),
                        each.meaning(),
                        new Act.Type(each.word() + (each.arguments().isEmpty() ? "" : " "))))
                .forEach(items::add);
        model.choose(new Chooser("Help", "Typing narrows down · Esc back", items));
    }

    private static Chooser.Item key(String key, String meaning) {
        return Chooser.Item.text(key, meaning);
    }
}
