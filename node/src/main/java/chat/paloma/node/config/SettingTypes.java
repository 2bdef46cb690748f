package chat.paloma.node.config;

import chat.paloma.node.config.SettingType.Form;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The types that settings have. Each reader refuses with {@link IllegalArgumentException}. */
final class SettingTypes {
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,9}) ?([A-Za-z]+)");
    private static final Pattern DOMAIN =
            Pattern.compile("(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s<>,:]{1,64}@[^@\\s<>,:]{1,253}");

    private SettingTypes() {}

    static final SettingType<Path> FILE =
            new SettingType<>(Form.TEXT, "FILE", "the path of a file", SettingTypes::path);

    static final SettingType<Path> FOLDER =
            new SettingType<>(Form.TEXT, "DIR", "the path of a folder", SettingTypes::path);

    static final SettingType<Boolean> SWITCH =
            new SettingType<>(Form.SWITCH, "true|false", "true or false", text -> switch (text) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new IllegalArgumentException();
            });

    static final SettingType<InetAddress> ADDRESS = new SettingType<>(
            Form.TEXT,
            "ADDRESS",
            "an IP address of this machine, or localhost",
            text -> InetAddress.ofLiteral(text.equals("localhost") ? "127.0.0.1" : text));

    static final SettingType<String> DOMAIN_NAME = new SettingType<>(
            Form.TEXT,
            "NAME",
            "a domain name such as chat.example.org",
            text -> matching(DOMAIN, text.toLowerCase(Locale.ROOT)));

    static final SettingType<String> EMAIL_ADDRESS =
            new SettingType<>(Form.TEXT, "EMAIL", "an e-mail address", text -> matching(EMAIL, text));

    static final SettingType<URI> HTTP_ADDRESS =
            new SettingType<>(Form.TEXT, "URL", "an address that begins with http:// or https://", text -> {
                URI address = URI.create(text);
                check(("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
                        && address.getHost() != null
                        && address.getUserInfo() == null
                        && address.getFragment() == null);
                return address;
            });

    static final SettingType<DatabaseUrl> DATABASE = new SettingType<>(
            Form.TEXT, "URL", "an address such as postgresql://localhost:5432/paloma", DatabaseUrl::of);

    static final SettingType<KeySource> KEY_SOURCE =
            new SettingType<>(Form.TEXT, "SOURCE", "file:PATH, env:VARIABLE or command:PROGRAM", KeySource::of);

    static final SettingType<String> NAME =
            new SettingType<>(Form.TEXT, "NAME", "a name of at most 63 characters", text -> {
                check(!text.isBlank() && text.length() <= 63);
                return text;
            });

    static final SettingType<ServerAddress> SERVER = new SettingType<>(
            Form.TEXT, "HOST:PORT", "a host and a port, as redis.example.org:6379", ServerAddress::of);

    static final SettingType<List<ServerAddress>> SERVERS =
            list("HOST:PORT", "hosts with ports, as kafka.example.org:9092", ServerAddress::of);

    static final SettingType<List<AddressRange>> ADDRESS_RANGES =
            list("ADDRESS", "IP addresses or ranges such as 10.0.0.0/8", AddressRange::of);

    static final SettingType<ClientVersion> CLIENT_VERSION =
            new SettingType<>(Form.TEXT, "VERSION", "a version such as 0.1.0", ClientVersion::of);

    /** Whole numbers within bounds, both included. */
    static SettingType<Integer> number(int least, int most) {
        return new SettingType<>(Form.NUMBER, "N", "a whole number from " + least + " to " + most, text -> {
            int number = Integer.parseInt(text);
            check(number >= least && number <= most);
            return number;
        });
    }

    /** Numbers of bytes within bounds, both included, such as {@code 64 KiB}. */
    static SettingType<Long> bytes(long least, long most) {
        return new SettingType<>(
                Form.TEXT, "SIZE", "a size from " + sizeText(least) + " to " + sizeText(most) + ", as 64 KiB", text -> {
                    long bytes = amount(text, unit -> switch (unit) {
                        case "B" -> 1L;
                        case "KiB" -> 1L << 10;
                        case "MiB" -> 1L << 20;
                        case "GiB" -> 1L << 30;
                        default -> throw new IllegalArgumentException();
                    });
                    check(bytes >= least && bytes <= most);
                    return bytes;
                });
    }

    /** Times within bounds, both included, such as {@code 30 s}. */
    static SettingType<Duration> time(Duration least, Duration most) {
        return new SettingType<>(
                Form.TEXT, "TIME", "a time from " + timeText(least) + " to " + timeText(most) + ", as 30 s", text -> {
                    Duration time = Duration.ofMillis(amount(text, unit -> switch (unit) {
                        case "ms" -> 1L;
                        case "s" -> 1_000L;
                        case "min" -> 60_000L;
                        case "h" -> 3_600_000L;
                        case "d" -> 86_400_000L;
                        default -> throw new IllegalArgumentException();
                    }));
                    check(time.compareTo(least) >= 0 && time.compareTo(most) <= 0);
                    return time;
                });
    }

    /** One of an enumeration, in lower case. */
    static <E extends Enum<E>> SettingType<E> choice(Class<E> type) {
        return new SettingType<>(
                Form.TEXT, names(type, "|"), "one of " + names(type, ", "), text -> constant(type, text));
    }

    /** Some of an enumeration, at least one. */
    static <E extends Enum<E>> SettingType<Set<E>> choices(Class<E> type) {
        return new SettingType<>(Form.LIST, "LIST", "one or more of " + names(type, ", "), text -> {
            EnumSet<E> chosen = EnumSet.noneOf(type);
            for (String name : text.split(",", -1)) {
                chosen.add(constant(type, name.strip()));
            }
            return chosen;
        });
    }

    private static <T> SettingType<List<T>> list(String placeholder, String expectation, Function<String, T> reader) {
        return new SettingType<>(Form.LIST, placeholder + ",…", expectation, text -> {
            List<T> items = new ArrayList<>();
            for (String item : text.isEmpty() ? new String[0] : text.split(",", -1)) {
                items.add(reader.apply(item.strip()));
            }
            return List.copyOf(items);
        });
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String text) {
        check(text.equals(text.toLowerCase(Locale.ROOT)));
        return Enum.valueOf(type, text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static <E extends Enum<E>> String names(Class<E> type, String separator) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .collect(Collectors.joining(separator));
    }

    private static Path path(String text) {
        check(!text.isBlank());
        return Path.of(text);
    }

    private static String matching(Pattern pattern, String text) {
        check(pattern.matcher(text).matches());
        return text;
    }

    private static long amount(String text, Function<String, Long> factor) {
        Matcher matcher = AMOUNT.matcher(text);
        check(matcher.matches());
        return Math.multiplyExact(Long.parseLong(matcher.group(1)), factor.apply(matcher.group(2)));
    }

    private static void check(boolean right) {
        if (!right) {
            throw new IllegalArgumentException();
        }
    }

    private static String sizeText(long bytes) {
        for (int power = 30; power > 0; power -= 10) {
            if (bytes != 0 && bytes % (1L << power) == 0) {
                return (bytes >> power) + " " + " KMG".charAt(power / 10) + "iB";
            }
        }
        return bytes + " B";
    }

    private static String timeText(Duration time) {
        if (time.toMillis() % 1000 != 0) {
            return time.toMillis() + " ms";
        }
        long seconds = time.toSeconds();
        return seconds % 86_400 == 0
                ? seconds / 86_400 + " d"
                : seconds % 3_600 == 0
                        ? seconds / 3_600 + " h"
                        : seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
    }
}
