package chat.paloma.core.mls.testing;

import chat.paloma.core.codec.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the MLS working group publishes of every kind of message, for a fuzzer to begin with. Where its vectors are not on
 * the machine there is none, and the fuzzer begins with our own.
 */
public final class PublishedMessages {
    private static final Path FILE = Path.of("shared", "vectors", "mls", "messages.json");
    private static final Pattern FIELD = Pattern.compile("\"(\\w+)\"\\s*:\\s*\"([0-9a-f]+)\"");

    /** As many of each kind; the rest of the file is more of the same. */
    private static final int OF_A_KIND = 2;

    private static @Nullable List<Published> published;

    /** The field's name in the file, and its content. */
    public record Published(String field, ByteString content) {}

    private PublishedMessages() {}

    /** Those whose fields have such names. */
    public static synchronized List<Published> of(Predicate<String> field) {
        List<Published> all = published;
        if (all == null) {
            all = read();
            published = all;
        }
        return all.stream().filter(each -> field.test(each.field())).toList();
    }

    /** The file in the nearest folder above that has it: a fuzzer runs in another than a test. */
    private static Optional<Path> file() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .map(folder -> folder.resolve(FILE))
                .filter(Files::exists)
                .findFirst();
    }

    private static List<Published> read() {
        Optional<Path> file = file();
        if (file.isEmpty()) {
            return List.of();
        }
        List<Published> found = new ArrayList<>();
        try {
            Matcher matcher = FIELD.matcher(Files.readString(file.get()));
            while (matcher.find()) {
                String field = matcher.group(1);
                if (found.stream().filter(each -> each.field().equals(field)).count() < OF_A_KIND) {
                    found.add(new Published(field, ByteString.fromHex(matcher.group(2))));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("the published messages can't be read", e);
        }
        return found;
    }
}
