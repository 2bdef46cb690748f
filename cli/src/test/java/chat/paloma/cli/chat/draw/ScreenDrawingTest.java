package chat.paloma.cli.chat.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.cli.chat.model.ChatModel;
import chat.paloma.cli.chat.model.Key;
import chat.paloma.cli.chat.scene.Entry;
import chat.paloma.cli.chat.scene.Scene;
import chat.paloma.cli.chat.scene.Scenes;
import chat.paloma.cli.chat.text.Line;
import chat.paloma.cli.chat.text.Tone;
import chat.paloma.core.engine.EngineView.DeliveryState;
import chat.paloma.core.engine.api.ConnectionState;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ScreenDrawingTest {
    private static final Look LOOK = new Look(true, ZoneOffset.UTC, Scenes.MORNING + 3_600_000);
    private static final Look ASCII = new Look(false, ZoneOffset.UTC, Scenes.MORNING + 3_600_000);

    private static ChatModel model(Scene scene) {
        ChatModel model = new ChatModel(scene);
        scene.open().ifPresent(open -> model.open(open.id(), Optional.empty()));
        model.update(scene);
        return model;
    }

    private static ChatModel talk() {
        return model(Scenes.launch(
                1,
                Optional.of(Scenes.id(4)),
                Optional.empty(),
                new Entry.Event(Scenes.MORNING - 86_400_000, "You added ben", Tone.QUIET),
                Scenes.post(1, "ben", 0, "Can we ship on Friday?"),
                Scenes.post(2, "ben", 1, "The checklist is in the notes."),
                Scenes.with(Scenes.post(3, "ana", 2, "If the review is done"), DeliveryState.READ, ""),
                Scenes.post(4, "ben", 30, "It is")));
    }

    private static String draw(ChatModel model, Look look, int columns, int rows) {
        return ScreenDrawing.draw(model, look, columns, rows).text();
    }

    @Test
    void wideWithRoomsAtTheLeft() {
        assertEquals("""
                | Paloma · ana         │ #launch · 3 people · Ship it
                |──────────────────────│───────────────────────────────────────────────────────────────────
                | Unread             3 │
                |                      │
                | Rooms                │──────────────────────────── Yesterday ────────────────────────────
                | # design           2 │· You added ben  10:00
                | # launch           1 │────────────────────────────── Today ──────────────────────────────
                |                      │  ben  10:00
                | People               │  Can we ship on Friday?
                | ● ben                │  The checklist is in the notes.
                |                      │▎ ana  10:02
                |                      │▎ If the review is done  ✔✔ read
                |                      │────────────────────────────── 1 new ──────────────────────────────
                |                      │  ben  10:30
                |                      │  It is
                |                      │───────────────────────────────────────────────────────────────────
                |                      │ › Message #launch
                | ● online                                                           Ctrl-K rooms  F1 help""".replaceAll("(?m)^\\|", ""), draw(talk(), LOOK, 90, 18));
    }

    @Test
    void narrowAndWithoutUnicode() {
        assertEquals("""
                | #launch - 3 people - Ship it
                |----------------------------------------
                |  Can we ship on Friday?
                |  The checklist is in the notes.
                || ana  10:02
                || If the review is done  (read)
                |---------------- 1 new -----------------
                |  ben  10:30
                |  It is
                |----------------------------------------
                | > Message #launch
                | * online  3 new  Ctrl-K rooms  F1 help""".replaceAll("(?m)^\\|", ""), draw(talk(), ASCII, 40, 12));
    }

    @Test
    void whatIsStuckSaysWhyAndWhatHelps() {
        String text = draw(
                model(Scenes.launch(
                        Scenes.with(Scenes.post(1, "ana", 0, "one"), DeliveryState.FAILED, "this is too much"),
                        Scenes.with(Scenes.post(2, "ana", 1, "two"), DeliveryState.QUEUED, "waits for a connection"))),
                LOOK,
                80,
                20);
        assertTrue(text.contains("! Not sent: this is too much. /retry sends it again"), text);
        assertTrue(text.contains("two  ◔"), text);
        assertTrue(text.contains("Not sent yet: waits for a connection"), text);
    }

    @Test
    void emptyStatesTeachTheNextStep() {
        assertTrue(draw(model(Scenes.empty()), LOOK, 80, 20).contains("/create NAME makes one"));
        assertTrue(draw(model(Scenes.launch()), LOOK, 80, 20).contains("Write the first message."));
    }

    @Test
    void theConnectionIsSaidInWords() {
        Scene scene = new Scene(
                "ana",
                new Scene.Link(ConnectionState.CONNECTING, "the server can't be reached", false),
                List.of(),
                List.of(),
                Optional.empty());
        assertTrue(draw(model(scene), LOOK, 80, 20).contains("◌ connecting… the server can't be reached"));
        Scene ended = new Scene(
                "ana",
                new Scene.Link(ConnectionState.OFFLINE, "this device was removed from its account", true),
                List.of(),
                List.of(),
                Optional.empty());
        assertTrue(draw(model(ended), LOOK, 120, 20).contains("! This device can't go on: this device was removed"));
    }

    @Test
    void aTerminalThatIsTooSmallSaysSo() {
        assertEquals("This terminal is too small", draw(talk(), LOOK, 29, 8).strip());
    }

    @Test
    void scrollingBackReachesTheFirstMessageAndComesDownAgain() {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            entries.add(
                    Scenes.post(i + 1, i % 2 == 0 ? "ben" : "carol", i * 10, "message number " + i + "\nsecond line"));
        }
        ChatModel model = model(Scenes.launch(entries.toArray(Entry[]::new)));
        String seen = "";
        for (int i = 0; i < 40; i++) {
            seen = show(model);
            model.press(Key.of(Key.Name.PAGE_UP));
        }
        assertTrue(seen.contains("message number 0\n"), seen);
        assertTrue(seen.contains("there is more below"), seen);
        for (int i = 0; i < 40; i++) {
            seen = show(model);
            model.press(Key.of(Key.Name.PAGE_DOWN));
        }
        assertTrue(seen.contains("message number 59\n"), seen);
        assertFalse(seen.contains("there is more below"), seen);
        for (int i = 0; i < 60; i++) {
            model.press(Key.of(Key.Name.SELECT_UP));
            seen = show(model);
            assertTrue(seen.contains("▸ message number " + (59 - i) + " "), (59 - i) + "\n" + seen);
        }
    }

    private static String show(ChatModel model) {
        Frame frame = ScreenDrawing.draw(model, LOOK, 60, 16);
        model.drawn(frame.timeline(), frame.replies());
        return frame.text().replaceAll("(▸ message number \\d+)\n", "$1 \n") + "\n";
    }

    /** Whatever is shown, on whatever terminal: as many lines as it has rows, each as wide as it is, the cursor within. */
    @Property(tries = 200)
    void fillsTheScreenExactly(
            @ForAll @IntRange(min = 1, max = 200) int columns,
            @ForAll @IntRange(min = 1, max = 60) int rows,
            @ForAll @Size(max = 8) List<String> texts,
            @ForAll boolean unicode,
            @ForAll @IntRange(max = 3) int what) {
        List<Entry> entries = new ArrayList<>();
        for (String text : texts) {
            entries.add(Scenes.post(
                    entries.size() + 1,
                    entries.size() % 3 == 0 ? "ana" : "ben",
                    entries.size(),
                    chat.paloma.cli.chat.scene.SafeText.lines(text + " 漢字 👍 `x`")));
        }
        ChatModel model = model(Scenes.launch(entries.toArray(Entry[]::new)));
        switch (what) {
            case 1 -> model.press(Key.of(Key.Name.SWITCH));
            case 2 -> model.press(Key.of(Key.Name.ESCAPE));
            case 3 -> model.press(Key.text("漢字 ".repeat(100) + "\n\nx"));
            default -> {}
        }
        Frame frame = ScreenDrawing.draw(model, unicode ? LOOK : ASCII, columns, rows);
        assertEquals(rows, frame.lines().size());
        for (Line line : frame.lines()) {
            assertEquals(columns, line.width(), line.text());
        }
        assertTrue(frame.cursorRow() < rows && frame.cursorColumn() < columns);
    }
}
