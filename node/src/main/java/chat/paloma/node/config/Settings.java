package chat.paloma.node.config;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every setting of a node. This is the one place where they are declared; help, file and documentation follow it. */
public final class Settings {
    // What is said of each server of another program.
    private static final String PASSWORD_FILE = "A file whose first line is the user's password.";
    private static final String TRUST = "Certificates in PEM that the server's is checked against. A server on another"
            + " machine is always reached by TLS.";
    private static final String CERTIFICATE = "The node's own certificate chain in PEM, where the server asks for one.";
    private static final String KEY = "The private key of that certificate, in PKCS #8, not encrypted.";

    public static final Setting<Path> DATA = new Setting<>(
            "data",
            SettingTypes.FOLDER,
            defaultDataFolder(System.getenv(), System.getProperty("user.home", ".")),
            "The folder with everything that the node keeps. It is made when absent, for its owner only.");
    public static final Setting<Optional<Integer>> PORT = new Setting<>(
            "port",
            SettingTypes.number(0, 65_535).optional(),
            "",
            "The TCP port; 0 takes a free one. When not set: 8420, or 443 with a domain.");
    public static final Setting<Optional<InetAddress>> BIND = new Setting<>(
            "bind",
            SettingTypes.ADDRESS.optional(),
            "",
            "The address to listen on. When not set: 127.0.0.1 without TLS, all addresses (0.0.0.0) with TLS.");
    public static final Setting<Set<Role>> ROLES =
            new Setting<>("roles", SettingTypes.choices(Role.class), "edge", "What this process does.");
    public static final Setting<Optional<URI>> PUBLIC_ADDRESS = new Setting<>(
            "public-address",
            SettingTypes.HTTP_ADDRESS.optional(),
            "",
            "What people open in a browser, when that differs from what the node would guess: scheme, host, port.");
    public static final Setting<Optional<String>> DOMAIN = new Setting<>(
            "domain",
            SettingTypes.DOMAIN_NAME.optional(),
            "",
            "Obtain and renew a certificate for this name by ACME. Port 80 of the name must reach acme.http-port here.");
    public static final Setting<Boolean> LAN = new Setting<>(
            "lan",
            SettingTypes.SWITCH,
            "false",
            "Make a certificate authority for this machine only, and say how to trust it.");
    public static final Setting<List<AddressRange>> PROXY_PROTOCOL = new Setting<>(
            "proxy-protocol",
            SettingTypes.ADDRESS_RANGES,
            "",
            "Proxies that say, by the PROXY protocol (version 1 or 2), whose connection they pass on. Every other"
                    + " connection is closed.");
    public static final Setting<Registration> REGISTRATION = new Setting<>(
            "registration", SettingTypes.choice(Registration.class), "invite", "Who may open an account.");
    public static final Setting<ClientVersion> MINIMUM_CLIENT_VERSION = new Setting<>(
            "minimum-client-version",
            SettingTypes.CLIENT_VERSION,
            "0.0.0",
            "Older clients are told to update and not served.");
    public static final Setting<Optional<Duration>> RETENTION = new Setting<>(
            "retention",
            SettingTypes.time(Duration.ofDays(1), Duration.ofDays(36_500)).optional(),
            "",
            "How long encrypted messages are kept, unless a room says otherwise. When not set: for good.");
    public static final Setting<Duration> SHUTDOWN_TIME = new Setting<>(
            "shutdown-time",
            SettingTypes.time(Duration.ofMillis(100), Duration.ofMinutes(10)),
            "10 s",
            "How long a stop waits for what is under way.");
    public static final Setting<LogLevel> LOG_LEVEL =
            new Setting<>("log-level", SettingTypes.choice(LogLevel.class), "info", "How much is logged.");
    public static final Setting<Optional<URI>> TRACES = new Setting<>(
            "traces",
            SettingTypes.HTTP_ADDRESS.optional(),
            "",
            "Where OpenTelemetry traces are sent by OTLP over HTTP, as http://localhost:4318/v1/traces.");
    public static final Setting<Optional<Path>> WEB = new Setting<>(
            "web",
            SettingTypes.FOLDER.optional(),
            "",
            "A folder with a build of the browser client. When not set: the one that ./paloma serve has built.");

    public static final Setting<Optional<Path>> BLOBS = new Setting<>(
            "blobs",
            SettingTypes.FOLDER.optional(),
            "",
            "Where attachments are kept, when that is not in the data folder: for several nodes of one database, a"
                    + " folder that all of them reach.");

    public static final Setting<Optional<Path>> TLS_CERT = new Setting<>(
            "tls.cert",
            SettingTypes.FILE.optional(),
            "",
            "The certificate chain in PEM, the server's own first. A changed file is taken without a restart.");
    public static final Setting<Optional<Path>> TLS_KEY = new Setting<>(
            "tls.key", SettingTypes.FILE.optional(), "", "The private key of the certificate, in PEM, not encrypted.");

    public static final Setting<Optional<String>> ACME_EMAIL = new Setting<>(
            "acme.email",
            SettingTypes.EMAIL_ADDRESS.optional(),
            "",
            "Where the certificate authority writes to when something is wrong.");
    public static final Setting<URI> ACME_DIRECTORY = new Setting<>(
            "acme.directory",
            SettingTypes.HTTP_ADDRESS,
            "https://acme-v02.api.letsencrypt.org/directory",
            "The ACME directory of the certificate authority. Using it accepts the authority's terms of service.");
    public static final Setting<Optional<Path>> ACME_TRUST = new Setting<>(
            "acme.trust",
            SettingTypes.FILE.optional(),
            "",
            "Certificates in PEM that the directory's own TLS is checked against, for an authority inside a company.");
    public static final Setting<Integer> ACME_HTTP_PORT = new Setting<>(
            "acme.http-port",
            SettingTypes.number(0, 65_535),
            "80",
            "Where the authority's challenges are answered; everything else there is sent on to HTTPS.");

    public static final Setting<Optional<DatabaseUrl>> DATABASE_URL = new Setting<>(
            "database.url",
            SettingTypes.DATABASE.optional(),
            "",
            "A database on a PostgreSQL server (15 or newer), which exists. Nodes with the same one are one server. When"
                    + " not set: SQLite in the data folder.");
    public static final Setting<String> DATABASE_USER =
            new Setting<>("database.user", SettingTypes.NAME, "paloma", "The user that owns the database.");
    public static final Setting<Optional<Path>> DATABASE_PASSWORD_FILE =
            new Setting<>("database.password-file", SettingTypes.FILE.optional(), "", PASSWORD_FILE);
    public static final Setting<Optional<Path>> DATABASE_TRUST =
            new Setting<>("database.trust", SettingTypes.FILE.optional(), "", TRUST);
    public static final Setting<Optional<Path>> DATABASE_CERTIFICATE =
            new Setting<>("database.certificate", SettingTypes.FILE.optional(), "", CERTIFICATE);
    public static final Setting<Optional<Path>> DATABASE_KEY =
            new Setting<>("database.key", SettingTypes.FILE.optional(), "", KEY);

    public static final Setting<List<ServerAddress>> KAFKA_SERVERS = new Setting<>(
            "kafka.servers",
            SettingTypes.SERVERS,
            "",
            "Servers of Apache Kafka that carry what is committed between the nodes of a database. When not set: the"
                    + " database does.");
    public static final Setting<String> KAFKA_TOPIC = new Setting<>(
            "kafka.topic",
            SettingTypes.NAME,
            "paloma-records",
            "The topic for this server's records. It is made when absent and the user may make it.");
    public static final Setting<Optional<String>> KAFKA_USER = new Setting<>(
            "kafka.user",
            SettingTypes.NAME.optional(),
            "",
            "The user by whom the node is let in, where one is needed.");
    public static final Setting<SaslMechanism> KAFKA_MECHANISM = new Setting<>(
            "kafka.mechanism",
            SettingTypes.choice(SaslMechanism.class),
            "scram-sha-512",
            "How the user proves to be it.");
    public static final Setting<Optional<Path>> KAFKA_PASSWORD_FILE =
            new Setting<>("kafka.password-file", SettingTypes.FILE.optional(), "", PASSWORD_FILE);
    public static final Setting<Optional<Path>> KAFKA_TRUST =
            new Setting<>("kafka.trust", SettingTypes.FILE.optional(), "", TRUST);
    public static final Setting<Optional<Path>> KAFKA_CERTIFICATE =
            new Setting<>("kafka.certificate", SettingTypes.FILE.optional(), "", CERTIFICATE);
    public static final Setting<Optional<Path>> KAFKA_KEY =
            new Setting<>("kafka.key", SettingTypes.FILE.optional(), "", KEY);

    public static final Setting<Optional<ServerAddress>> REDIS_SERVER = new Setting<>(
            "redis.server",
            SettingTypes.SERVER.optional(),
            "",
            "A Redis (7 or newer) that carries signals and counts between the nodes of a database. When not set: the"
                    + " database carries signals, and each node counts for itself.");
    public static final Setting<Optional<String>> REDIS_USER = new Setting<>(
            "redis.user",
            SettingTypes.NAME.optional(),
            "",
            "The user by whom the node is let in. When not set: the default one.");
    public static final Setting<Optional<Path>> REDIS_PASSWORD_FILE =
            new Setting<>("redis.password-file", SettingTypes.FILE.optional(), "", PASSWORD_FILE);
    public static final Setting<Optional<Path>> REDIS_TRUST =
            new Setting<>("redis.trust", SettingTypes.FILE.optional(), "", TRUST);
    public static final Setting<Optional<Path>> REDIS_CERTIFICATE =
            new Setting<>("redis.certificate", SettingTypes.FILE.optional(), "", CERTIFICATE);
    public static final Setting<Optional<Path>> REDIS_KEY =
            new Setting<>("redis.key", SettingTypes.FILE.optional(), "", KEY);

    public static final Setting<Optional<KeySource>> AT_REST_MASTER_KEY = new Setting<>(
            "at-rest.master-key",
            SettingTypes.KEY_SOURCE.optional(),
            "",
            "Encrypt what the database says about people, and attachments, under this key: file:PATH, env:VARIABLE, or"
                    + " command:PROGRAM, which prints it. When not set: no encryption at rest.");

    public static final Setting<Integer> CONNECTIONS =
            new Setting<>("limits.connections", SettingTypes.number(1, 1_000_000), "12000", "Connections at a time.");
    public static final Setting<Integer> CONNECTIONS_PER_ADDRESS = new Setting<>(
            "limits.connections-per-address",
            SettingTypes.number(1, 1_000_000),
            "256",
            "Connections at a time from one IP address; an office may share one.");
    public static final Setting<Duration> HEAD_TIME = new Setting<>(
            "limits.head-time",
            SettingTypes.time(Duration.ofMillis(50), Duration.ofMinutes(5)),
            "10 s",
            "From the opening of a connection until its first request's head is complete. The TLS handshake has as long, and a device's proof.");
    public static final Setting<Duration> BODY_TIME = new Setting<>(
            "limits.body-time",
            SettingTypes.time(Duration.ofMillis(50), Duration.ofHours(1)),
            "30 s",
            "From a request's head until it is answered, except where a route says otherwise.");
    public static final Setting<Duration> IDLE_TIME = new Setting<>(
            "limits.idle-time",
            SettingTypes.time(Duration.ofMillis(50), Duration.ofHours(1)),
            "60 s",
            "From a response until the head of the connection's next request is complete.");
    public static final Setting<Integer> DEVICE_REQUESTS = new Setting<>(
            "limits.device-requests-per-minute", SettingTypes.number(1, 10_000_000), "1200", "Requests of one device.");
    public static final Setting<Integer> ACCOUNT_REQUESTS = new Setting<>(
            "limits.account-requests-per-minute",
            SettingTypes.number(1, 10_000_000),
            "3600",
            "Requests of all devices of one account.");
    public static final Setting<Integer> ADDRESS_REQUESTS = new Setting<>(
            "limits.address-requests-per-minute",
            SettingTypes.number(1, 10_000_000),
            "6000",
            "HTTP requests from one IP address.");
    public static final Setting<Long> BLOB_BYTES = new Setting<>(
            "limits.blob-bytes",
            SettingTypes.bytes(1 << 20, 64L << 30),
            "100 MiB",
            "The largest encrypted attachment.");
    public static final Setting<Long> ACCOUNT_BLOB_BYTES = new Setting<>(
            "limits.account-blob-bytes",
            SettingTypes.bytes(1 << 20, 1024L << 30),
            "5 GiB",
            "All encrypted attachments of one account.");

    private static final List<Setting<?>> ALL = List.of(
            DATA,
            PORT,
            BIND,
            ROLES,
            PUBLIC_ADDRESS,
            DOMAIN,
            LAN,
            PROXY_PROTOCOL,
            REGISTRATION,
            MINIMUM_CLIENT_VERSION,
            RETENTION,
            SHUTDOWN_TIME,
            LOG_LEVEL,
            TRACES,
            WEB,
            BLOBS,
            TLS_CERT,
            TLS_KEY,
            ACME_EMAIL,
            ACME_DIRECTORY,
            ACME_TRUST,
            ACME_HTTP_PORT,
            DATABASE_URL,
            DATABASE_USER,
            DATABASE_PASSWORD_FILE,
            DATABASE_TRUST,
            DATABASE_CERTIFICATE,
            DATABASE_KEY,
            KAFKA_SERVERS,
            KAFKA_TOPIC,
            KAFKA_USER,
            KAFKA_MECHANISM,
            KAFKA_PASSWORD_FILE,
            KAFKA_TRUST,
            KAFKA_CERTIFICATE,
            KAFKA_KEY,
            REDIS_SERVER,
            REDIS_USER,
            REDIS_PASSWORD_FILE,
            REDIS_TRUST,
            REDIS_CERTIFICATE,
            REDIS_KEY,
            AT_REST_MASTER_KEY,
            CONNECTIONS,
            CONNECTIONS_PER_ADDRESS,
            HEAD_TIME,
            BODY_TIME,
            IDLE_TIME,
            DEVICE_REQUESTS,
            ACCOUNT_REQUESTS,
            ADDRESS_REQUESTS,
            BLOB_BYTES,
            ACCOUNT_BLOB_BYTES);

    private static final Map<String, Setting<?>> BY_KEY =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Setting::key, Function.identity()));

    private Settings() {}

    /** All of them, in the order of the documentation: those outside of a table first, tables together. */
    public static List<Setting<?>> all() {
        return ALL;
    }

    /** The setting of this name in the configuration file. */
    static Optional<Setting<?>> byKey(String key) {
        return Optional.ofNullable(BY_KEY.get(key));
    }

    /** The name that is most like a wrong one, when one is: at most two letters differ, or it ends with the same word. */
    static Optional<String> closest(String wrong) {
        return Stream.concat(
                        ALL.stream().map(Setting::key).filter(key -> distance(key, wrong) <= 2),
                        ALL.stream().map(Setting::key).filter(key -> key.endsWith("." + wrong)))
                .findFirst();
    }

    /** Where the XDG Base Directory Specification puts the data of a user's programs. */
    static String defaultDataFolder(Map<String, String> environment, String home) {
        String configured = environment.getOrDefault("XDG_DATA_HOME", "");
        Path base = configured.startsWith("/") ? Path.of(configured) : Path.of(home, ".local", "share");
        return base.resolve("paloma").toString();
    }

    /** How many letters must be added, removed or replaced to turn one word into the other (Levenshtein). */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
