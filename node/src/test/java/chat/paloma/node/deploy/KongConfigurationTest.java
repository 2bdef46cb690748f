package chat.paloma.node.deploy;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Kong's configuration, by {@code deck}, which knows its entities, and by the settings of its plugins as they are
 * recorded beside it, which {@code deck} does not know. Kong itself does not run here.
 */
@Tag("slow")
class KongConfigurationTest {
    private static final Path FOLDER = Path.of("../deploy/kong");

    @TempDir
    private Path folder;

    private static String text() throws IOException {
        return Files.readString(FOLDER.resolve("kong.yaml"));
    }

    private int validate(String configuration) throws Exception {
        Path file = Files.writeString(folder.resolve("kong.yaml"), configuration);
        Process deck = new ProcessBuilder("deck", "validate", "--state", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("deck.log").toFile())
                .start();
        if (!deck.waitFor(60, TimeUnit.SECONDS)) {
            deck.destroyForcibly();
        }
        return deck.waitFor();
    }

    /** JSON is YAML. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> parse(String text) {
        return (Map<String, Object>) new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    }

    /** All plugins of a configuration, wherever they stand. */
    private static List<Map<?, ?>> plugins(Object part) {
        List<Map<?, ?>> found = new ArrayList<>();
        if (part instanceof List<?> list) {
            list.forEach(each -> found.addAll(plugins(each)));
        } else if (part instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if (key.equals("plugins")) {
                    ((List<?>) value).forEach(plugin -> found.add((Map<?, ?>) plugin));
                } else {
                    found.addAll(plugins(value));
                }
            });
        }
        return found;
    }

    private static List<String> faults(String configuration) throws IOException {
        Map<String, Object> known =
                parse(Files.readString(FOLDER.resolve("plugin-fields.json"), StandardCharsets.UTF_8));
        List<String> faults = new ArrayList<>();
        for (Map<?, ?> plugin : plugins(parse(configuration))) {
            if (!(known.get(String.valueOf(plugin.get("name"))) instanceof Map<?, ?> fields)) {
                faults.add("no plugin " + plugin.get("name"));
                continue;
            }
            requireNonNull((Map<?, ?>) plugin.get("config")).forEach((setting, value) -> {
                if (!fits(fields.get(setting), value)) {
                    faults.add(plugin.get("name") + "." + setting + ": " + value);
                }
            });
        }
        return faults;
    }

    private static boolean fits(@Nullable Object type, Object value) {
        return switch (type) {
            case null -> false;
            case List<?> choices -> choices.contains(value);
            case String name ->
                switch (name) {
                    case "number" -> value instanceof Number;
                    case "boolean" -> value instanceof Boolean;
                    case "string" -> value instanceof String;
                    default -> value instanceof Map;
                };
            default -> false;
        };
    }

    @Test
    void deckTakesTheConfiguration() throws Exception {
        assertEquals(0, validate(text()), () -> log());
        assertNotEquals(0, validate(text().replace("protocol: https", "protocols: https")), "a misspelt setting");
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("deck.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void thePluginsHaveTheSettingsThatTheConfigurationGives() throws Exception {
        assertFalse(plugins(parse(text())).isEmpty());
        assertEquals(List.of(), faults(text()));
    }

    /** What deck lets pass. */
    @Test
    void aMisspeltSettingOfAPluginIsFound() throws Exception {
        String misspelt = text().replaceFirst("minute: 1200", "minutes: 1200");
        assertEquals(0, validate(misspelt));
        assertEquals(List.of("rate-limiting.minutes: 1200"), faults(misspelt));
        assertEquals(
                List.of("rate-limiting.policy: redus"), faults(text().replaceFirst("policy: local", "policy: redus")));
    }
}
