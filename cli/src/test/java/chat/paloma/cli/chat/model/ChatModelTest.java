package chat.paloma.cli.chat.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.cli.chat.scene.Scene;
import chat.paloma.cli.chat.scene.Scene.Timeline;
import chat.paloma.cli.chat.scene.Scenes;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.membership.RoomId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChatModelTest {
    private static final RoomId LAUNCH = Scenes.LAUNCH;

    private ChatModel model;

    // JUnit fills in the field before each test.
    @SuppressWarnings("NullAway.Init")
    ChatModelTest() {}

    @BeforeEach
    void open() {
        Scene scene = Scenes.launch(
                Scenes.post(1, "ben", 0, "Can we ship?"),
                Scenes.post(2, "ana", 1, "Yes"),
                Scenes.post(3, "ben", 2, "When?"));
        model = new ChatModel(scene);
        model.open(LAUNCH, Optional.empty());
        model.update(scene);
    }

    private List<Act> type(String text) {
        return model.press(Key.text(text));
    }

    /** What a key leads to, but for what tells others that one is writing. */
    private List<Act> press(Key.Name key) {
        return model.press(Key.of(key)).stream()
                .filter(act -> !(act instanceof Act.Perform perform && perform.command() instanceof Command.SetTyping))
                .toList();
    }

    private List<Act> enter(String text) {
        type(text);
        return press(Key.Name.ENTER);
    }

    private Command command(String text) {
        return assertInstanceOf(Act.Perform.class, enter(text).getFirst()).command();
    }

    @Test
    void enterSends() {
        assertEquals(List.of(new Act.Write(LAUNCH, "hello", Optional.empty(), Optional.empty())), enter("hello"));
        assertTrue(model.composer().isEmpty());
        assertEquals(List.of(), enter("   "));
    }

    @Test
    void aMessageMayHaveLinesAndBeginWithASlash() {
        type("one\\");
        press(Key.Name.ENTER);
        type("two");
        press(Key.Name.NEW_LINE);
        assertEquals(
                List.of(new Act.Write(LAUNCH, "one\ntwo\n/three", Optional.empty(), Optional.empty())),
                enter("/three"));
        assertEquals(List.of(new Act.Write(LAUNCH, "/etc", Optional.empty(), Optional.empty())), enter("//etc"));
    }

    @Test
    void upChangesTheLastOwnMessage() {
        press(Key.Name.UP);
        assertEquals("Yes", model.composer().text());
        assertEquals(List.of(new Act.Rewrite(LAUNCH, Scenes.id(2), "Yes, Friday")), enter(", Friday"));
        assertInstanceOf(Writing.New.class, model.writing());
        press(Key.Name.UP);
        press(Key.Name.ESCAPE);
        assertTrue(model.composer().isEmpty());
    }

    @Test
    void aSelectedMessageIsAnsweredReactedToPinnedAndDeleted() {
        press(Key.Name.ESCAPE);
        assertEquals(Optional.of(Scenes.id(3)), model.timeline().selected());
        press(Key.Name.UP);
        type("k");
        assertEquals(Optional.of(Scenes.id(1)), model.timeline().selected());
        assertEquals(
                new Command.Pin(LAUNCH, Scenes.id(1), true),
                ((Act.Perform) type("p").getFirst()).command());
        type("r");
        assertEquals(
                List.of(new Act.Write(LAUNCH, "sure", Optional.of(Scenes.id(1)), Optional.empty())), enter("sure"));

        press(Key.Name.SELECT_UP);
        type("/");
        assertEquals(new Command.React(LAUNCH, Scenes.id(3), "🎉", true), command("react tada"));
        assertFalse(model.isSelecting());

        press(Key.Name.SELECT_UP);
        assertEquals(List.of(), type("d"));
        assertTrue(model.status().isPresent());
        type("k");
        type("d");
        assertEquals(
                new Command.DeleteMessage(LAUNCH, Scenes.id(2)),
                ((Act.Perform) press(Key.Name.ENTER).getFirst()).command());
    }

    @Test
    void aThreadIsOpenedAnsweredAndClosed() {
        assertEquals(List.of(), enter("/thread"));
        assertEquals(Optional.of(Scenes.id(3)), model.thread());
        model.update(Scenes.launch(
                0,
                Optional.empty(),
                Optional.of(new Timeline(List.of(Scenes.post(3, "ben", 2, "When?")), false, false))));
        assertEquals(
                List.of(new Act.Write(LAUNCH, "below", Optional.empty(), Optional.of(Scenes.id(3)))), enter("below"));
        press(Key.Name.ESCAPE);
        assertEquals(Optional.empty(), model.thread());
    }

    @Test
    void commandsAreRunOrSayWhyNot() {
        assertEquals(new Command.SetTopic(LAUNCH, "The rocket"), command("/topic The rocket"));
        assertEquals(
                new Command.CreatePoll(LAUNCH, "When?", List.of("now", "later"), false),
                command("/poll When? | now | later"));
        assertEquals(
                new Act.Search("ship it", Optional.empty()),
                enter("/search ship it").getFirst());
        assertEquals(List.of(), enter("/poll When?"));
        assertTrue(model.status().orElseThrow().text().contains("between bars"));
        assertEquals(List.of(), enter("/nonsense"));
        assertEquals("/nonsense", model.composer().text());
        press(Key.Name.ERASE_LINE);
        assertEquals(List.of(), enter("/topic"));
        assertEquals("/topic", model.composer().text());
    }

    /** Whatever is typed behind the slash of any command: an act, or a line that says why not, and never a failure. */
    @Test
    void everyCommandTakesAnything() {
        List<String> silent = new ArrayList<>();
        for (Slash slash : Slash.values()) {
            for (String arguments : List.of("", " x", " a | b | c", " 1", " ben member", " on")) {
                open();
                List<Act> acts = enter(slash.word() + arguments);
                boolean seen = !acts.isEmpty()
                        || model.status().isPresent()
                        || model.chooser().isPresent()
                        || model.thread().isPresent()
                        || !(model.writing() instanceof Writing.New)
                        || slash == Slash.UNREAD;
                if (!seen) {
                    silent.add(slash.word() + arguments);
                }
            }
        }
        assertEquals(List.of(), silent);
    }

    @Test
    void theSwitcherOpensWhatIsTypedAndADraftIsKept() {
        type("unfinished");
        press(Key.Name.SWITCH);
        type("des");
        List<Act> acts = press(Key.Name.ENTER);
        assertEquals(Optional.of(Scenes.DESIGN), model.wanted().room());
        assertEquals(List.of(new Act.Perform(new Command.SetDraft(LAUNCH, "unfinished"), "")), acts);
        assertTrue(model.composer().isEmpty());
    }

    @Test
    void goesToTheNextRoomWithNews() {
        press(Key.Name.NEXT_UNREAD);
        assertEquals(Optional.of(Scenes.DESIGN), model.wanted().room());
        press(Key.Name.NEXT_ROOM);
        assertEquals(Optional.of(LAUNCH), model.wanted().room());
    }

    @Test
    void tabCompletesAndStepsThroughWhatItCouldBe() {
        type("/re");
        press(Key.Name.TAB);
        assertEquals("/reply", model.composer().text());
        press(Key.Name.TAB);
        assertEquals("/react", model.composer().text());
        press(Key.Name.ERASE_LINE);
        type("ask @ca");
        press(Key.Name.TAB);
        assertEquals("ask @carol ", model.composer().text());
        type(":tad");
        press(Key.Name.TAB);
        assertEquals("ask @carol 🎉 ", model.composer().text());
    }

    @Test
    void whatIsLookedAtIsReadOnceAndWhatIsNewIsMarked() {
        Scene news = Scenes.launch(
                1,
                Optional.of(Scenes.id(4)),
                Optional.empty(),
                Scenes.post(3, "ben", 2, "When?"),
                Scenes.post(4, "ben", 9, "Well?"));
        List<Act> acts = model.update(news);
        assertEquals(List.of(new Act.Perform(new Command.MarkRead(LAUNCH, Scenes.id(4)), "")), acts);
        assertEquals(List.of(), model.update(news));
        assertEquals(Optional.empty(), model.unreadLine(), "the person saw it come");
    }

    @Test
    void whoLooksElsewhereHasReadNothing() {
        model.press(Key.of(Key.Name.FOCUS_OUT));
        Scene news = Scenes.launch(1, Optional.of(Scenes.id(4)), Optional.empty(), Scenes.post(4, "ben", 9, "Well?"));
        assertEquals(List.of(), model.update(news));
        assertEquals(Optional.of(new ChatModel.UnreadLine(Scenes.id(4), 1)), model.unreadLine());
        model.press(Key.of(Key.Name.FOCUS_IN));
        assertEquals(1, model.update(news).size());
    }

    @Test
    void endsByInterruptAndByEndOfInputOnAnEmptyLine() {
        assertEquals(List.of(new Act.Quit()), press(Key.Name.INTERRUPT));
        assertEquals(List.of(new Act.Quit()), press(Key.Name.END_OF_INPUT));
        type("x");
        assertEquals(List.of(), press(Key.Name.END_OF_INPUT));
    }

    @Test
    void othersAreToldThatOneIsWriting() {
        assertEquals(List.of(new Act.Perform(new Command.SetTyping(LAUNCH, true), "")), type("h"));
        press(Key.Name.BACKSPACE);
        assertEquals(List.of(), type("/"));
    }
}
