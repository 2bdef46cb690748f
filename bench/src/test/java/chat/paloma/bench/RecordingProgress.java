package chat.paloma.bench;

import java.util.ArrayList;
import java.util.List;

/** Keeps what a benchmark says of itself. */
public final class RecordingProgress implements Progress {
    public final List<String> notes = new ArrayList<>();
    public final List<String> skipped = new ArrayList<>();

    @Override
    public void step(String what) {
        // Of no interest to a test.
    }

    @Override
    public void skip(String part, String why) {
        skipped.add(part);
    }

    @Override
    public void note(String line) {
        notes.add(line);
    }
}
