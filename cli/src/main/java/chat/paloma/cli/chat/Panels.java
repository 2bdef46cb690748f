package chat.paloma.cli.chat;

import chat.paloma.cli.chat.draw.Look;
import chat.paloma.cli.chat.model.Act;
import chat.paloma.cli.chat.model.Chooser;
import chat.paloma.cli.chat.model.Chooser.Item;
import chat.paloma.cli.chat.scene.Happenings;
import chat.paloma.cli.chat.scene.SafeText;
import chat.paloma.cli.chat.scene.Scene;
import chat.paloma.client.Client;
import chat.paloma.client.search.SearchHit;
import chat.paloma.core.engine.EngineView;
import chat.paloma.core.engine.account.Contact;
import chat.paloma.core.engine.account.SafetyNumber;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.RoomItem;
import chat.paloma.core.room.operation.OperationId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists of what only the client knows. */
final class Panels {
    private static final int MOST_PINS = 100;
    private static final int LINE = 70;
    private static final String READ = "Esc back";

    private final Client client;
    private final Happenings happenings;
    private final Look look;

    Panels(Client client, Happenings happenings, Look look) {
        this.client = client;
        this.happenings = happenings;
        this.look = look;
    }

    /** A link, in lines that a terminal does not cut. */
    static Chooser link(String link) {
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < link.length(); i += LINE) {
            items.add(Item.text(link.substring(i, Math.min(link.length(), i + LINE)), ""));
        }
        return new Chooser("A link to pass on, to those only who are meant", READ, items);
    }

    Chooser found(String words, List<SearchHit> hits) throws InterruptedException {
        List<Item> items = client.look(view -> hits.stream()
                .map(hit -> Item.of(
                        title(view, hit.room()) + "  " + SafeText.line(view.displayName(hit.author())),
                        look.dateTime(hit.time()) + "  " + SafeText.line(hit.snippet()),
                        new Act.Go(hit.room(), Optional.of(inTimeline(view, hit.room(), hit.entry())))))
                .toList());
        return new Chooser("Found for '" + SafeText.line(words) + "'", "Enter goes there · Esc back", items);
    }

    private static String title(EngineView view, RoomId room) {
        return view.room(room)
                .map(info -> info.name().isEmpty()
                        ? info.direct()
                                .map(account -> "@" + view.displayName(account))
                                .orElse("")
                        : "#" + info.name())
                .map(SafeText::line)
                .orElse("");
    }

    /** What stands in a thread is found at the message that the thread stands under. */
    private static OperationId inTimeline(EngineView view, RoomId room, OperationId entry) {
        return view.conversation(room).item(entry).flatMap(RoomItem::thread).orElse(entry);
    }

    Chooser pins(RoomId room) throws InterruptedException {
        List<Item> items = client.look(view -> view.conversation(room).pinned(MOST_PINS).stream()
                .map(item -> Item.of(
                        SafeText.line(view.displayName(item.device().account())),
                        text(item),
                        new Act.Go(room, Optional.of(item.thread().orElse(item.id())))))
                .toList());
        return new Chooser("Pinned here", "Enter goes there · Esc back", items);
    }

    private static String text(RoomItem item) {
        return SafeText.line(
                switch (item.body()) {
                    case RoomItem.Body.Message message -> message.text();
                    case RoomItem.Body.Poll poll -> poll.question();
                    case RoomItem.Body.Deleted() -> "";
                    case RoomItem.Body.Unknown unknown -> "";
                });
    }

    Chooser devices() throws InterruptedException {
        List<Item> items = client.look(view -> view.devices().stream()
                .map(device -> Item.text(
                        device.id().toString().substring(0, 8) + (device.current() ? "  this one" : ""),
                        "since " + look.dateTime(device.addedAt())))
                .toList());
        return new Chooser(
                "Devices of your account", "'./paloma client link' adds one, 'revoke' takes one off · Esc back", items);
    }

    Chooser notices() {
        List<Item> items = new ArrayList<>();
        for (Scene.Note note : happenings.notes().reversed()) {
            items.add(Item.text(look.dateTime(note.time()), note.text()));
        }
        return new Chooser("What was said about connection and trust", READ, items);
    }

    // Safety numbers

    Optional<String> number(AccountId account) throws InterruptedException {
        return client.look(view -> view.safetyNumber(account)).map(SafetyNumber::digits);
    }

    boolean isSame(AccountId account, String typed) throws InterruptedException {
        return client.look(view -> view.safetyNumber(account)
                        .filter(right -> SafetyNumber.isSame(right, typed))
                        .isPresent()
                || view.isSafetyText(account, typed));
    }

    Chooser verify(String who, AccountId account, String digits) throws InterruptedException {
        boolean verified = client.look(view -> view.contact(account))
                .filter(Contact::verified)
                .isPresent();
        List<Item> items = new ArrayList<>();
        String[] groups = digits.split(" ");
        for (int i = 0; i < groups.length; i += 4) {
            items.add(Item.text(String.join("  ", List.of(groups).subList(i, Math.min(groups.length, i + 4))), ""));
        }
        if (verified) {
            items.add(Item.of("No longer verified", "", new Act.Perform(new Command.Verify(account, false), "Noted")));
        } else {
            items.add(Item.of(
                    "They are the same",
                    "compared by voice, or side by side",
                    new Act.Perform(new Command.Verify(account, true), SafeText.line(who) + " is verified")));
        }
        return new Chooser(
                "Safety number with " + SafeText.line(who) + (verified ? ", verified" : ", not verified"),
                "Compare it with theirs, over a way that is not this server · Esc back",
                items);
    }
}
