package chat.paloma.node.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;

/** Reads a configuration file: TOML 1.0, at most 1 MiB, with the names of {@link Settings} and no others. */
public final class ConfigurationFile {
    private static final long MAX_BYTES = 1 << 20;

    private ConfigurationFile() {}

    /**
     * Adds what the file sets.
     *
     * @throws ConfigurationException when it cannot be read, is not TOML, or sets something wrong; the message begins
     *     with the file's name and, where there is one, the line
     */
    public static void read(Path file, SettingValues values) throws ConfigurationException {
        TomlParseResult document = Toml.parse(textOf(file));
        if (document.hasErrors()) {
            TomlParseError error = document.errors().getFirst();
            throw new ConfigurationException(
                    place(file, error.position()) + ": " + SettingValues.printable(String.valueOf(error.getMessage())));
        }
        for (List<String> path : document.keyPathSet()) {
            String key = String.join(".", path);
            String place = place(file, document.inputPositionOf(path));
            Setting<?> setting = Settings.byKey(key).orElseThrow(() -> unknown(place, key));
            values.set(setting, valueOf(setting, document.get(path), place), place + ": " + key);
        }
    }

    private static String textOf(Path file) throws ConfigurationException {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new ConfigurationException(file + ": larger than 1 MiB; give a configuration file");
            }
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new ConfigurationException(file + ": no such file; correct --config");
        } catch (CharacterCodingException e) {
            throw new ConfigurationException(file + ": not UTF-8 text; give a configuration file");
        } catch (IOException e) {
            throw new ConfigurationException(file + ": cannot be read; make it readable for the user of the node");
        }
    }

    private static String valueOf(Setting<?> setting, @Nullable Object value, String place)
            throws ConfigurationException {
        Object plain = value instanceof TomlArray array ? array.toList() : value;
        Optional<String> text =
                plain == null ? Optional.empty() : setting.type().form().textOf(plain);
        return text.orElseThrow(() -> new ConfigurationException(place + ": " + setting.key() + " must be "
                + setting.type().form().description()));
    }

    private static ConfigurationException unknown(String place, String key) {
        String wrong = SettingValues.printable(key);
        return new ConfigurationException(place + ": unknown setting '" + wrong + "'; "
                + Settings.closest(key)
                        .map(known -> "did you mean '" + known + "'?")
                        .orElse("remove it (--print-config lists the settings)"));
    }

    private static String place(Path file, @Nullable TomlPosition position) {
        return position == null ? file.toString() : file + ", line " + position.line();
    }
}
