package chat.paloma.node.config;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How values of a setting are written and read.
 *
 * @param form how the configuration file writes a value
 * @param placeholder what help texts show in place of a value, such as {@code FILE}
 * @param expectation what a value must be, to end the sentence "give …"
 * @param reader reads a value from text; throws {@link IllegalArgumentException} for anything else
 */
public record SettingType<T>(Form form, String placeholder, String expectation, Function<String, T> reader) {
    /** How a value stands in the configuration file. */
    public enum Form {
        /** A string in quotes. */
        TEXT("a string in quotes"),
        /** A number without quotes. */
        NUMBER("a whole number without quotes"),
        /** {@code true} or {@code false}. */
        SWITCH("true or false without quotes"),
        /** An array of strings. */
        LIST("a list of strings in quotes, as [\"a\", \"b\"]");

        private final String description;

        Form(String description) {
            this.description = description;
        }

        /** How to write such a value. */
        public String description() {
            return description;
        }

        /** The text of a value that a TOML reader found, when it is of this form. */
        Optional<String> textOf(Object value) {
            return switch (this) {
                case TEXT -> value instanceof String text ? Optional.of(text) : Optional.empty();
                case NUMBER -> value instanceof Long number ? Optional.of(number.toString()) : Optional.empty();
                case SWITCH -> value instanceof Boolean flag ? Optional.of(flag.toString()) : Optional.empty();
                case LIST ->
                    value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)
                            ? Optional.of(String.join(
                                    ",", list.stream().map(String.class::cast).toList()))
                            : Optional.empty();
            };
        }
    }

    /**
     * Reads a value as it is written on the command line.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public T parse(String text) {
        return reader.apply(text);
    }

    /** The same type where nothing, written as an empty text, is a value too. */
    SettingType<Optional<T>> optional() {
        return new SettingType<>(
                form,
                placeholder,
                expectation,
                text -> text.isEmpty() ? Optional.empty() : Optional.of(reader.apply(text)));
    }
}
