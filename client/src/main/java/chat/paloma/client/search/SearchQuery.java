package chat.paloma.client.search;

import chat.paloma.core.identity.AccountId;
import chat.paloma.core.membership.RoomId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What to look for.
 *
 * @param text words, each the beginning of one that must be there, whatever its case and accents; words in {@code "} stand
 *     beside each other as they are
 * @param room to look in; without it, in all
 * @param from who wrote it; without it, anybody
 * @param limit the most to find, from 1 to {@link #MOST}
 */
public record SearchQuery(String text, Optional<RoomId> room, Optional<AccountId> from, int limit) {
    public static final int MOST = 1000;
    private static final int LONGEST = 1000;
    private static final Pattern TERM = Pattern.compile("\"([^\"]*)\"|([^\\s\"]+)");

    public SearchQuery {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("a search finds from 1 to " + MOST);
        }
        if (text.length() > LONGEST || match(text).isEmpty()) {
            throw new IllegalArgumentException("say in some words what to look for");
        }
    }

    /** Everywhere, at most a hundred. */
    public static SearchQuery of(String text) {
        return new SearchQuery(text, Optional.empty(), Optional.empty(), 100);
    }

    /** As an expression of FTS5, in which everything that somebody typed is quoted. */
    String match() {
        return match(text);
    }

    private static String match(String text) {
        List<String> terms = new ArrayList<>();
        Matcher matcher = TERM.matcher(text);
        while (matcher.find()) {
            boolean phrase = matcher.group(1) != null;
            String term = phrase ? matcher.group(1) : matcher.group(2);
            if (term.codePoints().anyMatch(Character::isLetterOrDigit)) {
                terms.add("\"" + term.replace("\0", "") + "\"" + (phrase ? "" : "*"));
            }
        }
        return String.join(" ", terms);
    }
}
