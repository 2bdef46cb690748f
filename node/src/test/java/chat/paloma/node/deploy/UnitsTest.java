package chat.paloma.node.deploy;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.node.config.ConfigurationFile;
import chat.paloma.node.config.NodeConfiguration;
import chat.paloma.node.config.Setting;
import chat.paloma.node.config.SettingValues;
import chat.paloma.node.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What the units of systemd and the compose file tell a node is what a node understands. */
class UnitsTest {
    private static final Path FOLDER = Path.of("../deploy");

    @Test
    void theConfigurationBesideTheUnitsIsValid() throws Exception {
        SettingValues values = new SettingValues();
        ConfigurationFile.read(FOLDER.resolve("systemd/node.toml"), values);
        NodeConfiguration configuration = NodeConfiguration.of(values);
        assertTrue(configuration.hasTls());
        assertTrue(configuration.database().orElseThrow().encrypted());
    }

    @Test
    void theOptionsOfTheComposeFileAreSettings() throws Exception {
        Map<?, ?> compose = new Yaml(new SafeConstructor(new LoaderOptions()))
                .load(Files.readString(FOLDER.resolve("compose/compose.yaml")));
        List<?> command = (List<?>)
                requireNonNull(requireNonNull((Map<?, ?>) compose.get("x-node")).get("command"));
        SettingValues values = new SettingValues();
        Map<String, Setting<?>> byOption =
                Settings.all().stream().collect(Collectors.toMap(Setting::option, setting -> setting));
        for (Object option : command) {
            String[] parts = option.toString().split("=", 2);
            assertTrue(byOption.containsKey(parts[0]), parts[0]);
            values.setFromOption(
                    requireNonNull(byOption.get(parts[0])),
                    parts[1].replace("${PALOMA_ADDRESS:?}", "https://chat.example.org"));
        }
        assertTrue(NodeConfiguration.of(values).database().orElseThrow().encrypted());
    }

    @Test
    void unitsRunTheLauncher() throws Exception {
        try (var units = Files.newDirectoryStream(FOLDER.resolve("systemd"), "*.service")) {
            for (Path unit : units) {
                List<String> starts = Files.readAllLines(unit).stream()
                        .filter(line -> line.startsWith("ExecStart="))
                        .toList();
                assertEquals(1, starts.size(), unit.toString());
                assertTrue(starts.getFirst().contains("/opt/paloma/paloma "), starts.toString());
            }
        }
    }
}
