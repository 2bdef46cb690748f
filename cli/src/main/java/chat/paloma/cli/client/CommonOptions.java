package chat.paloma.cli.client;

import chat.paloma.client.Client;
import chat.paloma.client.ClientOptions;
import chat.paloma.client.profile.Passphrases;
import chat.paloma.client.profile.ProfileOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which device, whom it believes, and how it speaks: the options that every command has. */
final class CommonOptions {
    private static final int LONGEST_WAIT = 24 * 60 * 60;

    private final InstantSource clock;

    CommonOptions(InstantSource clock) {
        this.clock = clock;
    }

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

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description =
                    "The first line of this file is the profile's passphrase. PALOMA_PASSPHRASE in the environment"
                            + " does as well.")
    private @Nullable Path passphraseFile;

    @Option(
            names = "--insecure-no-passphrase",
            description = "Make a new profile whose key lies beside it: for programs that nobody attends.")
    private boolean unprotected;

    @Option(names = "--json", description = "Print JSON objects, one a line; docs/client.md has the fields.")
    private boolean json;

    @Option(names = "--offline", description = "Do not connect: show what is here, keep what is written.")
    private boolean offline;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long to wait for the server and for others. Default: ${DEFAULT-VALUE}.")
    private int timeout;

    boolean json() {
        return json;
    }

    boolean offline() {
        return offline;
    }

    Path folder() {
        return profile == null ? Path.of(System.getProperty("user.home"), ".paloma", "profile") : profile;
    }

    Duration patience() {
        if (timeout < 0 || timeout > LONGEST_WAIT) {
            throw Failure.usage("--timeout takes 0 to " + LONGEST_WAIT);
        }
        return Duration.ofSeconds(timeout);
    }

    Client open() {
        Passphrases passphrases =
                new TerminalPassphrases(Optional.ofNullable(passphraseFile), System.getenv(), System.console());
        ProfileOptions options =
                unprotected ? ProfileOptions.unprotected(folder()) : ProfileOptions.of(folder(), passphrases);
        if (passphraseFile != null || System.getenv(TerminalPassphrases.VARIABLE) != null) {
            options = options.preferringPassphrase();
        }
        try {
            return Client.open(ClientOptions.of(options)
                    .withTrust(Optional.ofNullable(trust))
                    .withClock(clock));
        } catch (IOException e) {
            throw Failure.usage(String.valueOf(e.getMessage()));
        }
    }
}
