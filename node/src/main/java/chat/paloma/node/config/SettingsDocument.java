package chat.paloma.node.config;

import chat.paloma.node.config.SettingType.Form;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The settings written down for people: as a configuration file with the defaults, and as a table. */
public final class SettingsDocument {
    private static final int LINE_LENGTH = 100;

    private SettingsDocument() {}

    /** A configuration file that changes nothing: every setting with its documentation, and its default in a comment. */
    public static String asFile() {
        StringBuilder out = new StringBuilder("""
                # The configuration of a Paloma node: ./paloma serve --config FILE
                # Every setting with its default. To change one, remove its # and edit it.
                """);
        String table = "";
        for (Setting<?> setting : Settings.all()) {
            if (!setting.table().equals(table)) {
                table = setting.table();
                out.append("\n[").append(table).append("]\n");
            }
            out.append('\n');
            comment(out, setting.documentation());
            out.append('#')
                    .append(setting.name())
                    .append(" = ")
                    .append(fileValue(setting))
                    .append('\n');
        }
        return out.toString();
    }

    /** The rows of a Markdown table: setting, option, default, meaning. */
    public static String asTable() {
        return Settings.all().stream()
                .map(setting -> "| `" + setting.key() + "` | `" + setting.option() + "` | " + shownDefault(setting)
                        + " | " + setting.documentation() + " |\n")
                .collect(Collectors.joining("", "| setting | option | default | |\n|---|---|---|---|\n", ""));
    }

    private static String fileValue(Setting<?> setting) {
        String text = setting.defaultText();
        boolean list = setting.type().form() == Form.LIST;
        if (text.isEmpty() && !list) {
            return setting.type().form() == Form.TEXT
                    ? quoted(setting.type().placeholder())
                    : setting.type().placeholder();
        }
        return switch (setting.type().form()) {
            case TEXT -> quoted(text);
            case NUMBER, SWITCH -> text;
            case LIST ->
                Arrays.stream(text.split(",", -1))
                        .filter(item -> !item.isEmpty())
                        .map(SettingsDocument::quoted)
                        .collect(Collectors.joining(", ", "[", "]"));
        };
    }

    /** The default as documents show it: not the folder of whoever builds them. */
    private static String shownDefault(Setting<?> setting) {
        if (setting.equals(Settings.DATA)) {
            return "`$XDG_DATA_HOME/paloma`, else `~/.local/share/paloma`";
        }
        return setting.defaultText().isEmpty() ? "" : "`" + setting.defaultText() + "`";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static void comment(StringBuilder out, String text) {
        int length = LINE_LENGTH;
        for (String word : text.split(" ", -1)) {
            if (length + 1 + word.length() > LINE_LENGTH) {
                out.append(length == LINE_LENGTH ? "#" : "\n#");
                length = 1;
            }
            out.append(' ').append(word);
            length += 1 + word.length();
        }
        out.append('\n');
    }
}
