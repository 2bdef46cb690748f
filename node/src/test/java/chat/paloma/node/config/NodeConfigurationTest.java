package chat.paloma.node.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeConfigurationTest {
    @TempDir
    private Path folder;

    private NodeConfiguration read(String text) throws Exception {
        Path file = folder.resolve("paloma.toml");
        Files.writeString(file, text.replace('~', '\n'));
        SettingValues values = new SettingValues();
        ConfigurationFile.read(file, values);
        return NodeConfiguration.of(values);
    }

    @Test
    void needsNothing() throws Exception {
        NodeConfiguration configuration = NodeConfiguration.of(new SettingValues());
        assertEquals(8420, configuration.port());
        assertTrue(configuration.bind().isLoopbackAddress());
        assertFalse(configuration.hasTls());
        assertEquals(Registration.INVITE, configuration.registration());
    }

    @Test
    void readsEveryFormOfValue() throws Exception {
        NodeConfiguration configuration = read("port = 9000~lan = true~registration = \"open\"~roles = [\"edge\"]~"
                + "proxy-protocol = [\"10.0.0.0/8\", \"::1\"]~retention = \"90 d\"~[limits]~blob-bytes = \"1 MiB\"");
        assertEquals(9000, configuration.port());
        assertInstanceOf(Certificate.LocalAuthority.class, configuration.certificate());
        assertEquals("0.0.0.0", configuration.bind().getHostAddress());
        assertEquals(Registration.OPEN, configuration.registration());
        assertTrue(configuration.proxies().getFirst().contains(InetAddress.ofLiteral("10.200.0.1")));
        assertFalse(configuration.proxies().getFirst().contains(InetAddress.ofLiteral("11.0.0.1")));
        assertEquals(Duration.ofDays(90), configuration.retention().orElseThrow());
        assertEquals(1 << 20, configuration.limits().blobBytes());
    }

    /** A server elsewhere is reached by TLS, whatever else is set. */
    @Test
    void readsWhereTheDatabaseIs() throws Exception {
        DatabaseServer near = read("[database]~url = \"postgresql://localhost/chat\"")
                .database()
                .orElseThrow();
        assertEquals("chat at localhost:5432 as paloma, plain", describe(near));
        DatabaseServer far = read("[database]~url = \"postgresql://db.example:6000/chat\"~user = \"node\"")
                .database()
                .orElseThrow();
        assertEquals("chat at db.example:6000 as node, encrypted", describe(far));
        assertTrue(NodeConfiguration.of(new SettingValues()).database().isEmpty());
    }

    private static String describe(DatabaseServer server) {
        return server.name() + " at " + server.host() + ":" + server.port() + " as " + server.user() + ", "
                + (server.encrypted() ? "encrypted" : "plain");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user = \"node\"",
                "url = \"postgresql://localhost/chat\"~key = \"key.pem\"",
                "url = \"postgresql://somebody@localhost/chat\"",
                "url = \"postgresql://localhost/chat?sslmode=disable\"",
                "url = \"postgresql://localhost\"",
                "url = \"mysql://localhost/chat\""
            })
    void refusesADatabaseThatMakesNoSense(String settings) {
        assertThrows(ConfigurationException.class, () -> read("[database]~" + settings));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    prt = 1                          | line 1: unknown setting 'prt'; did you mean 'port'?
                    ~connections = 1                 | line 2: unknown setting 'connections'; did you mean 'limits.connections'?
                    colour = "red"                   | line 1: unknown setting 'colour'; remove it
                    port = "8420"                    | line 1: port must be a whole number without quotes
                    ~~port = 70000                   | line 3: port: '70000' does not fit; give a whole number from 0 to 65535
                    lan = "yes"                      | line 1: lan must be true or false without quotes
                    bind = "example.org"             | line 1: bind: 'example.org' does not fit; give an IP address
                    registration = "friends"         | give one of invite, open, closed
                    roles = ["cook"]                 | give one or more of edge
                    domain = "localhost"             | give a domain name
                    limits.blob-bytes = "1 KiB"      | give a size from 1 MiB to 64 GiB
                    shutdown-time = "10"             | give a time from
                    port = 1~port = 2                | line 2
                    bind = "0.0.0.0"                 | line 1: bind: listening on 0.0.0.0 needs TLS: give --domain NAME, --tls-cert FILE with --tls-key FILE, or --lan
                    bind = "::"                      | needs TLS
                    bind = "0.0.0.0"~proxy-protocol = ["10.0.0.1"] | line 1: bind: listening on 0.0.0.0 needs TLS
                    tls.cert = "a"                   | line 1: tls.cert: tls.cert does nothing without tls.key
                    tls.key = "a"                    | tls.key does nothing without tls.cert
                    lan = true~domain = "a.example"  | there is a certificate already by
                    acme.email = "a@b.example"       | acme.email does nothing without domain
                    public-address = "https://a/b"   | give scheme, host and port only
                    public-address = "http://a.example" | browsers encrypt on https only
                    limits.connections = 10          | more than limits.connections, 10
                    port =                           | line 1
                    """)
    void refusesInOneLine(String text, String expected) {
        ConfigurationException refusal = assertThrows(ConfigurationException.class, () -> read(text));
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.contains(expected), message);
        assertEquals(1, message.lines().count(), message);
        assertTrue(message.contains("paloma.toml"), message);
    }

    @Test
    void theCommandLineReplacesTheFile() throws Exception {
        Path file = Files.writeString(folder.resolve("c"), "port = 1\n");
        SettingValues values = new SettingValues();
        ConfigurationFile.read(file, values);
        values.setFromOption(Settings.PORT, "2");
        assertEquals(2, NodeConfiguration.of(values).port());
    }

    @Test
    void refusesAFileThatIsAbsentOrNoText() throws Exception {
        SettingValues values = new SettingValues();
        Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        for (Path file : new Path[] {folder.resolve("absent"), folder, binary}) {
            String message = String.valueOf(
                    assertThrows(ConfigurationException.class, () -> ConfigurationFile.read(file, values))
                            .getMessage());
            assertTrue(message.startsWith(file.toString()), message);
        }
    }

    /** The printed file changes nothing; with every {@code #} before a setting removed, it is still TOML with our names. */
    @Test
    void thePrintedFileIsOne() throws Exception {
        SettingValues values = new SettingValues();
        Path file = Files.writeString(folder.resolve("printed"), SettingsDocument.asFile());
        ConfigurationFile.read(file, values);
        for (Setting<?> setting : Settings.all()) {
            assertTrue(values.placeOf(setting).isEmpty(), setting.key());
        }
        String withDefaults = withDefaults(SettingsDocument.asFile());
        ConfigurationFile.read(Files.writeString(folder.resolve("defaults"), withDefaults), values);
        for (Setting<?> setting : Settings.all()) {
            if (!setting.defaultText().isEmpty()) {
                assertTrue(values.placeOf(setting).isPresent(), setting.key());
                assertEquals(setting.type().parse(setting.defaultText()), values.get(setting));
            }
        }
    }

    /** The file with every line in force that has a default. Settings of two tables may have one name. */
    private static String withDefaults(String file) {
        StringBuilder lines = new StringBuilder();
        String table = "";
        for (String line : file.lines().toList()) {
            if (line.startsWith("[")) {
                table = line.substring(1, line.length() - 1);
            }
            String within = table;
            boolean withoutDefault = !line.endsWith("[]")
                    && Settings.all().stream()
                            .anyMatch(setting -> setting.defaultText().isEmpty()
                                    && setting.table().equals(within)
                                    && line.startsWith("#" + setting.name() + " = "));
            if (!withoutDefault) {
                lines.append(line.matches("#[a-z].*") ? line.substring(1) : line)
                        .append('\n');
            }
        }
        return lines.toString();
    }

    /** The documentation has the table that the settings themselves write. */
    @Test
    void theDocumentedTableIsTheTruth() throws Exception {
        String page = Files.readString(Path.of("../docs/operations.md"));
        assertTrue(page.contains(SettingsDocument.asTable()), SettingsDocument.asTable());
    }

    @Test
    void theDataFolderIsWhereTheDesktopPutsData() {
        assertEquals("/home/a/.local/share/paloma", Settings.defaultDataFolder(Map.of(), "/home/a"));
        assertEquals("/x/paloma", Settings.defaultDataFolder(Map.of("XDG_DATA_HOME", "/x"), "/home/a"));
        assertEquals(
                "/home/a/.local/share/paloma", Settings.defaultDataFolder(Map.of("XDG_DATA_HOME", "x"), "/home/a"));
    }
}
