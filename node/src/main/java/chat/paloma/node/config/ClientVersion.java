package chat.paloma.node.config;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version of a client: three numbers from 0 to 65535, of which the first counts most. */
public record ClientVersion(int major, int minor, int patch) implements Comparable<ClientVersion> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,5})\\.(\\d{1,5})\\.(\\d{1,5})");
    private static final int MOST = 0xffff;

    public ClientVersion {
        if (major < 0 || minor < 0 || patch < 0 || major > MOST || minor > MOST || patch > MOST) {
            throw new IllegalArgumentException("not a version: " + major + "." + minor + "." + patch);
        }
    }

    /**
     * Reads {@code 1.2.3}.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static ClientVersion of(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a version: " + text);
        }
        return new ClientVersion(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)));
    }

    @Override
    public int compareTo(ClientVersion other) {
        return Comparator.comparingInt(ClientVersion::major)
                .thenComparingInt(ClientVersion::minor)
                .thenComparingInt(ClientVersion::patch)
                .compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
