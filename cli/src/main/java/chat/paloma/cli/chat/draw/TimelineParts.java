package chat.paloma.cli.chat.draw;

import chat.paloma.cli.chat.scene.Entry;
import chat.paloma.cli.chat.text.Tone;

/** What of a timeline asks for attention. */
final class TimelineParts {
    private TimelineParts() {}

    static boolean isLoud(Entry entry) {
        return entry instanceof Entry.Event event && event.tone() != Tone.QUIET;
    }
}
