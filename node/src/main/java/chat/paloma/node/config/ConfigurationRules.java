package chat.paloma.node.config;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What settings mean together, and which contradict each other. */
final class ConfigurationRules {
    private static final int DEFAULT_PORT = 8420;
    private static final int HTTPS_PORT = 443;

    private final SettingValues values;

    ConfigurationRules(SettingValues values) {
        this.values = values;
    }

    NodeConfiguration check() throws ConfigurationException {
        Certificate certificate = certificate();
        boolean plain = certificate instanceof Certificate.None;
        InetAddress bind = values.get(Settings.BIND).orElse(InetAddress.ofLiteral(plain ? "127.0.0.1" : "0.0.0.0"));
        if (plain && !bind.isLoopbackAddress()) {
            throw contradiction(
                    Settings.BIND,
                    "listening on " + bind.getHostAddress() + " needs TLS: give --domain NAME,"
                            + " --tls-cert FILE with --tls-key FILE, or --lan;"
                            + " behind a proxy on this machine, bind to localhost");
        }
        int port = values.get(Settings.PORT)
                .orElse(certificate instanceof Certificate.FromAuthority ? HTTPS_PORT : DEFAULT_PORT);
        return new NodeConfiguration(
                values.get(Settings.DATA).toAbsolutePath().normalize(),
                bind,
                port,
                values.get(Settings.ROLES),
                publicAddress(),
                certificate,
                values.get(Settings.PROXY_PROTOCOL),
                values.get(Settings.REGISTRATION),
                values.get(Settings.MINIMUM_CLIENT_VERSION),
                values.get(Settings.RETENTION),
                limits(),
                values.get(Settings.SHUTDOWN_TIME),
                values.get(Settings.LOG_LEVEL),
                values.get(Settings.TRACES),
                values.get(Settings.WEB),
                blobs(),
                database(),
                kafka(),
                redis(),
                values.get(Settings.AT_REST_MASTER_KEY));
    }

    private Certificate certificate() throws ConfigurationException {
        onlyOneCertificate();
        onlyWith(Settings.TLS_CERT, Settings.TLS_KEY);
        onlyWith(Settings.TLS_KEY, Settings.TLS_CERT);
        allOnlyWith("acme", Settings.DOMAIN);
        if (values.get(Settings.TLS_CERT).isPresent()
                && values.get(Settings.TLS_KEY).isPresent()) {
            return new Certificate.Files(
                    values.get(Settings.TLS_CERT).orElseThrow(),
                    values.get(Settings.TLS_KEY).orElseThrow());
        }
        Optional<String> domain = values.get(Settings.DOMAIN);
        if (domain.isPresent()) {
            return new Certificate.FromAuthority(
                    domain.get(),
                    values.get(Settings.ACME_EMAIL),
                    values.get(Settings.ACME_DIRECTORY),
                    values.get(Settings.ACME_TRUST),
                    values.get(Settings.ACME_HTTP_PORT));
        }
        return values.get(Settings.LAN) ? new Certificate.LocalAuthority() : new Certificate.None();
    }

    private void onlyOneCertificate() throws ConfigurationException {
        List<Setting<?>> sources = new ArrayList<>();
        if (values.get(Settings.TLS_CERT).isPresent()) {
            sources.add(Settings.TLS_CERT);
        }
        if (values.get(Settings.DOMAIN).isPresent()) {
            sources.add(Settings.DOMAIN);
        }
        if (values.get(Settings.LAN)) {
            sources.add(Settings.LAN);
        }
        if (sources.size() > 1) {
            throw contradiction(
                    sources.get(1),
                    "there is a certificate already by " + place(sources.get(0)) + "; remove one of the two");
        }
    }

    /** A backup of a data folder has its attachments; with a database elsewhere, both are backed up by their own means. */
    private Optional<Path> blobs() throws ConfigurationException {
        onlyWith(Settings.BLOBS, Settings.DATABASE_URL);
        return values.get(Settings.BLOBS).map(folder -> folder.toAbsolutePath().normalize());
    }

    private Optional<DatabaseServer> database() throws ConfigurationException {
        allOnlyWith("database", Settings.DATABASE_URL);
        onlyWith(Settings.DATABASE_CERTIFICATE, Settings.DATABASE_KEY);
        onlyWith(Settings.DATABASE_KEY, Settings.DATABASE_CERTIFICATE);
        Optional<Path> trust = values.get(Settings.DATABASE_TRUST);
        Optional<Path> certificate = values.get(Settings.DATABASE_CERTIFICATE);
        return values.get(Settings.DATABASE_URL)
                .map(url -> new DatabaseServer(
                        url.host(),
                        url.port(),
                        url.name(),
                        values.get(Settings.DATABASE_USER),
                        values.get(Settings.DATABASE_PASSWORD_FILE),
                        !url.isLocal() || trust.isPresent() || certificate.isPresent(),
                        trust,
                        certificate,
                        values.get(Settings.DATABASE_KEY)));
    }

    private Optional<KafkaServers> kafka() throws ConfigurationException {
        List<ServerAddress> servers = values.get(Settings.KAFKA_SERVERS);
        if (servers.isEmpty()) {
            for (Setting<?> setting : Settings.all()) {
                if (setting.table().equals("kafka") && values.placeOf(setting).isPresent()) {
                    throw contradiction(
                            setting, setting.key() + " does nothing without kafka.servers; set both or neither");
                }
            }
            return Optional.empty();
        }
        onlyWith(Settings.KAFKA_SERVERS, Settings.DATABASE_URL);
        onlyWith(Settings.KAFKA_PASSWORD_FILE, Settings.KAFKA_USER);
        return Optional.of(new KafkaServers(
                servers,
                values.get(Settings.KAFKA_TOPIC),
                values.get(Settings.KAFKA_USER),
                values.get(Settings.KAFKA_MECHANISM),
                values.get(Settings.KAFKA_PASSWORD_FILE),
                tls(
                        servers.stream().allMatch(ServerAddress::isLocal),
                        Settings.KAFKA_TRUST,
                        Settings.KAFKA_CERTIFICATE,
                        Settings.KAFKA_KEY)));
    }

    private Optional<RedisServer> redis() throws ConfigurationException {
        allOnlyWith("redis", Settings.REDIS_SERVER);
        onlyWith(Settings.REDIS_SERVER, Settings.DATABASE_URL);
        Optional<ServerAddress> server = values.get(Settings.REDIS_SERVER);
        if (server.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new RedisServer(
                server.get(),
                values.get(Settings.REDIS_USER),
                values.get(Settings.REDIS_PASSWORD_FILE),
                tls(server.get().isLocal(), Settings.REDIS_TRUST, Settings.REDIS_CERTIFICATE, Settings.REDIS_KEY)));
    }

    /** Within this machine nothing is encrypted, unless certificates are given. */
    private ServerTls tls(
            boolean local,
            Setting<Optional<Path>> trust,
            Setting<Optional<Path>> certificate,
            Setting<Optional<Path>> key)
            throws ConfigurationException {
        onlyWith(certificate, key);
        onlyWith(key, certificate);
        boolean encrypted = !local
                || values.get(trust).isPresent()
                || values.get(certificate).isPresent();
        return new ServerTls(encrypted, values.get(trust), values.get(certificate), values.get(key));
    }

    /** The settings of a table do nothing without the one that turns it on. */
    private void allOnlyWith(String table, Setting<? extends Optional<?>> needed) throws ConfigurationException {
        for (Setting<?> setting : Settings.all()) {
            if (setting.table().equals(table)) {
                onlyWith(setting, needed);
            }
        }
    }

    private void onlyWith(Setting<?> setting, Setting<? extends Optional<?>> needed) throws ConfigurationException {
        if (values.placeOf(setting).isPresent() && values.get(needed).isEmpty()) {
            throw contradiction(
                    setting, setting.key() + " does nothing without " + needed.key() + "; set both or neither");
        }
    }

    private Optional<URI> publicAddress() throws ConfigurationException {
        Optional<URI> address = values.get(Settings.PUBLIC_ADDRESS);
        if (address.isEmpty()) {
            return address;
        }
        URI given = address.get();
        if ((given.getPath() != null
                        && !given.getPath().isEmpty()
                        && !given.getPath().equals("/"))
                || given.getQuery() != null) {
            throw contradiction(
                    Settings.PUBLIC_ADDRESS, "give scheme, host and port only, as https://chat.example.org");
        }
        if (given.getScheme().equals("http") && !isThisMachine(given.getHost())) {
            throw contradiction(
                    Settings.PUBLIC_ADDRESS, "browsers encrypt on https only; give https://" + given.getAuthority());
        }
        return Optional.of(URI.create(given.getScheme() + "://" + given.getAuthority()));
    }

    /** Whether the host of an address is the machine on which it is used. */
    static boolean isThisMachine(String host) {
        return host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
    }

    private Limits limits() throws ConfigurationException {
        int connections = values.get(Settings.CONNECTIONS);
        int perAddress = values.get(Settings.CONNECTIONS_PER_ADDRESS);
        if (perAddress > connections) {
            Setting<?> lower = values.placeOf(Settings.CONNECTIONS_PER_ADDRESS).isPresent()
                    ? Settings.CONNECTIONS_PER_ADDRESS
                    : Settings.CONNECTIONS;
            throw contradiction(
                    lower,
                    "limits.connections-per-address is " + perAddress + ", more than limits.connections, " + connections
                            + "; set it to at most " + connections);
        }
        if (values.get(Settings.BLOB_BYTES) > values.get(Settings.ACCOUNT_BLOB_BYTES)) {
            Setting<?> wrong =
                    values.placeOf(Settings.BLOB_BYTES).isPresent() ? Settings.BLOB_BYTES : Settings.ACCOUNT_BLOB_BYTES;
            throw contradiction(
                    wrong, "one blob may be larger than all of an account; raise limits.account-blob-bytes");
        }
        return new Limits(
                connections,
                perAddress,
                values.get(Settings.HEAD_TIME),
                values.get(Settings.BODY_TIME),
                values.get(Settings.IDLE_TIME),
                values.get(Settings.DEVICE_REQUESTS),
                values.get(Settings.ACCOUNT_REQUESTS),
                values.get(Settings.ADDRESS_REQUESTS),
                values.get(Settings.BLOB_BYTES),
                values.get(Settings.ACCOUNT_BLOB_BYTES));
    }

    private ConfigurationException contradiction(Setting<?> setting, String message) {
        return new ConfigurationException(place(setting) + ": " + message);
    }

    private String place(Setting<?> setting) {
        return values.placeOf(setting).orElse(setting.option());
    }
}
