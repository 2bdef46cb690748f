package chat.paloma.cli.chat.model;

import java.util.LinkedHashMap;
import java.util.Map;

/** Emoji that can be named: keyboards rarely have them. */
final class Emoji {
    /** In the order in which they are offered. */
    static final Map<String, String> BY_NAME = new LinkedHashMap<>();

    static {
        BY_NAME.put("+1", "👍");
        BY_NAME.put("heart", "❤");
        BY_NAME.put("joy", "😂");
        BY_NAME.put("tada", "🎉");
        BY_NAME.put("eyes", "👀");
        BY_NAME.put("check", "✅");
        BY_NAME.put("-1", "👎");
        BY_NAME.put("thinking", "🤔");
        BY_NAME.put("rocket", "🚀");
        BY_NAME.put("clap", "👏");
        BY_NAME.put("pray", "🙏");
        BY_NAME.put("fire", "🔥");
        BY_NAME.put("100", "💯");
        BY_NAME.put("wave", "👋");
        BY_NAME.put("smile", "😄");
        BY_NAME.put("cry", "😢");
        BY_NAME.put("coffee", "☕");
        BY_NAME.put("bird", "🐦");
    }

    private Emoji() {}

    /** The emoji of a name, with or without colons; whatever else is one already. */
    static String of(String text) {
        String bare = text.length() > 2 && text.startsWith(":") && text.endsWith(":")
                ? text.substring(1, text.length() - 1)
                : text;
        return BY_NAME.getOrDefault(bare, text);
    }
}
