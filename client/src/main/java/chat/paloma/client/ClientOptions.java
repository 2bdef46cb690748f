package chat.paloma.client;

import chat.paloma.client.profile.ProfileOptions;
import chat.paloma.core.engine.device.EngineSettings;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How a client runs.
 *
 * @param profile which device it is
 * @param trust a PEM file with certificate authorities to believe beside those of Java
 * @param settings of its engine
 * @param clock what time it is
 */
public record ClientOptions(
        ProfileOptions profile, Optional<Path> trust, EngineSettings settings, InstantSource clock) {
    /** With what every client does. */
    public static ClientOptions of(ProfileOptions profile) {
        return new ClientOptions(profile, Optional.empty(), EngineSettings.of("paloma-jvm"), InstantSource.system());
    }

    public ClientOptions withTrust(Optional<Path> pem) {
        return new ClientOptions(profile, pem, settings, clock);
    }

    public ClientOptions withSettings(EngineSettings other) {
        return new ClientOptions(profile, trust, other, clock);
    }

    public ClientOptions withClock(InstantSource other) {
        return new ClientOptions(profile, trust, settings, other);
    }

    HttpClient http() throws java.io.IOException {
        return chat.paloma.client.transport.Trust.client(trust);
    }
}
