package chat.paloma.cli.chat.model;

import chat.paloma.cli.chat.scene.Scene;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What the word at the cursor could become.
 *
 * @param from where it begins
 * @param to where it ends
 * @param candidates what it could be, the likeliest first
 */
record Completion(int from, int to, List<String> candidates) {
    Completion {
        candidates = List.copyOf(candidates);
    }

    static Completion of(String text, int cursor, Scene scene) {
        int from = cursor;
        while (from > 0 && !Character.isWhitespace(text.charAt(from - 1))) {
            from--;
        }
        String word = text.substring(from, cursor);
        return new Completion(from, cursor, candidates(word, text.substring(0, from), scene));
    }

    private static List<String> candidates(String word, String before, Scene scene) {
        if (word.startsWith("/") && before.isEmpty()) {
            return Arrays.stream(Slash.values())
                    .map(Slash::word)
                    .filter(each -> each.startsWith(word.toLowerCase(Locale.ROOT)))
                    .toList();
        }
        if (word.startsWith(":") && word.length() > 1) {
            return Emoji.BY_NAME.entrySet().stream()
                    .filter(each -> each.getKey().startsWith(word.substring(1)))
                    .map(java.util.Map.Entry::getValue)
                    .toList();
        }
        boolean argument = before.startsWith("/") && !before.contains("\n");
        if (word.startsWith("@") || (argument && !word.isEmpty())) {
            String bare = word.startsWith("@") ? word.substring(1) : word;
            return people(scene, bare.toLowerCase(Locale.ROOT)).stream()
                    .map(name -> word.startsWith("@") ? "@" + name : name)
                    .toList();
        }
        return List.of();
    }

    /** Those of the room first, then whom there is a conversation with. */
    private static List<String> people(Scene scene, String beginning) {
        List<String> names = new ArrayList<>();
        scene.open().ifPresent(open -> names.addAll(open.members()));
        scene.rooms().stream()
                .filter(Scene.RoomRow::direct)
                .map(Scene.RoomRow::name)
                .forEach(names::add);
        return names.stream()
                .filter(name -> name.startsWith(beginning))
                .flatMap(name -> Stream.of(name))
                .distinct()
                .toList();
    }
}
