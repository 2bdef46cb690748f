package chat.paloma.cli.chat.scene;

import chat.paloma.cli.chat.scene.Scene.Note;
import chat.paloma.cli.chat.text.Tone;
import chat.paloma.core.engine.EngineView;
import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.personal.Reading;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.membership.RoomId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What events tell that can't be read from a client later: who is writing, and notices. It also keeps the counts of what is
 * not read until an event says that they may have changed. For one thread.
 */
public final class Happenings {
    private static final int MOST_NOTES = 100;

    private final Map<RoomId, Set<AccountId>> typing = new HashMap<>();
    private final Map<RoomId, Reading.Unread> unread = new HashMap<>();
    private final Deque<Note> notes = new ArrayDeque<>();
    private boolean ended;

    /** Takes in an event. */
    public void happened(EngineEvent event, EngineView view, long now) {
        switch (event) {
            case EngineEvent.TypingChanged changed -> typing(changed);
            case EngineEvent.MessageArrived arrived -> unread.remove(arrived.room());
            case EngineEvent.TimelineChanged changed -> unread.remove(changed.room());
            case EngineEvent.Notice notice -> note(notice, view, now);
            case EngineEvent.SettingsChanged() -> unread.clear();
            case EngineEvent.HistoryRestored restored -> unread.clear();
            case EngineEvent.ProfileEnded profile -> ended = true;
            default -> {}
        }
    }

    /** Events were lost. */
    public void fellBehind() {
        typing.clear();
        unread.clear();
    }

    private void typing(EngineEvent.TypingChanged changed) {
        Set<AccountId> who = typing.computeIfAbsent(changed.room(), room -> new LinkedHashSet<>());
        if (changed.typing()) {
            who.add(changed.account());
        } else {
            who.remove(changed.account());
        }
    }

    private void note(EngineEvent.Notice notice, EngineView view, long now) {
        boolean ownDevice = notice.room().isEmpty();
        String who = ownDevice
                ? "your account"
                : notice.about()
                        .map(device -> view.displayName(device.account()))
                        .orElse("somebody");
        // A room's log has it already.
        boolean logged = notice.room().isPresent()
                && switch (notice.kind()) {
                    case DEVICE_ADDED, DEVICE_REMOVED, ROOM_ENDED -> true;
                    default -> false;
                };
        if (!logged) {
            Words.of(notice.kind(), SafeText.line(who), SafeText.line(notice.detail()))
                    .ifPresent(text -> add(new Note(notice.room(), now, text, Words.tone(notice.kind()))));
        }
    }

    /** Takes in something that no event tells. */
    public void note(String text, long now) {
        add(new Note(Optional.empty(), now, SafeText.line(text), Tone.WARN));
    }

    private void add(Note note) {
        boolean said = notes.stream()
                .anyMatch(other ->
                        other.room().equals(note.room()) && other.text().equals(note.text()));
        if (said) {
            return;
        }
        notes.addLast(note);
        if (notes.size() > MOST_NOTES) {
            notes.removeFirst();
        }
    }

    List<AccountId> typing(RoomId room) {
        return List.copyOf(typing.getOrDefault(room, Set.of()));
    }

    Reading.Unread unread(EngineView view, RoomId room) {
        return unread.computeIfAbsent(room, view::unread);
    }

    /** The oldest first. */
    public List<Note> notes() {
        return List.copyOf(notes);
    }

    /** Notices about a room. */
    List<Note> notes(RoomId room) {
        return notes.stream()
                .filter(note -> note.room().equals(Optional.of(room)))
                .toList();
    }

    boolean ended() {
        return ended;
    }
}
