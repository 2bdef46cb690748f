package chat.paloma.node.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What an operator has set, each value with the place where: an option, or a line of the configuration file. */
public final class SettingValues {
    private record Given(Object value, String place) {}

    private final Map<Setting<?>, Given> given = new HashMap<>();

    /**
     * Takes a value from the command line. It replaces one from the file.
     *
     * @throws ConfigurationException when the setting cannot have this value
     */
    public void setFromOption(Setting<?> setting, String text) throws ConfigurationException {
        set(setting, text, setting.option());
    }

    /**
     * Takes a value as it is written on the command line.
     *
     * @param place where it was given, to begin an error with
     * @throws ConfigurationException when the setting cannot have this value
     */
    void set(Setting<?> setting, String text, String place) throws ConfigurationException {
        try {
            given.put(setting, new Given(setting.type().parse(text), place));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new ConfigurationException(place + ": '" + printable(text) + "' does not fit; give "
                    + setting.type().expectation());
        }
    }

    /** The value, or the default. */
    @SuppressWarnings("unchecked")
    <T> T get(Setting<T> setting) {
        Given found = given.get(setting);
        // Only this setting's own type ever parsed it.
        return found == null ? setting.type().parse(setting.defaultText()) : (T) found.value();
    }

    /** Where it was set, if it was. */
    Optional<String> placeOf(Setting<?> setting) {
        return Optional.ofNullable(given.get(setting)).map(Given::place);
    }

    /** A text that stays on one line and moves no cursor. */
    static String printable(String text) {
        String safe = text.replaceAll("\\p{Cntrl}", "?");
        return safe.length() <= 100 ? safe : safe.substring(0, 100) + "…";
    }
}
