package chat.paloma.cli.client;

import chat.paloma.client.store.ProfileStore;
import chat.paloma.client.transport.Trust;
import chat.paloma.jvm.JdkCrypto;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which device, and whom it believes: the options that every command has. */
final class ProfileOptions {
    @Option(
            names = "--profile",
            paramLabel = "DIR",
            description = "The folder of the device. Without it: .paloma/profile in your home folder.")
    private @Nullable Path profile;

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            description = "A PEM file with certificate authorities to believe beside those of Java.")
    private @Nullable Path trust;

    /** What a command does with a profile. */
    @FunctionalInterface
    interface Work {
        void run(ProfileStore store, HttpClient http) throws Exception;
    }

    /** Opens the profile for this process alone, and closes it behind the work. */
    void run(Work work) throws Exception {
        Path folder = profile == null ? Path.of(System.getProperty("user.home"), ".paloma", "profile") : profile;
        HttpClient http = http();
        try (ProfileStore store = ProfileStore.open(folder, new JdkCrypto())) {
            work.run(store, http);
        } finally {
            http.shutdownNow();
        }
    }

    private HttpClient http() throws IOException {
        return Trust.client(Optional.ofNullable(trust));
    }
}
