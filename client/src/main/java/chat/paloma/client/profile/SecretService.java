package chat.paloma.client.profile;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.SecretBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The Secret Service of a Linux desktop, by {@code secret-tool} of libsecret. */
final class SecretService implements Keyring {
    private static final String ATTRIBUTE = "paloma-profile";

    private final String program;
    private final Map<String, String> environment;

    /**
     * Drives a program.
     *
     * @param environment that says where the session bus is
     */
    SecretService(String program, Map<String, String> environment) {
        this.program = program;
        this.environment = environment;
    }

    @Override
    public boolean isThere() {
        String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        boolean bus = environment.containsKey("DBUS_SESSION_BUS_ADDRESS")
                || (!runtime.isEmpty() && Files.exists(Path.of(runtime, "bus")));
        if (!bus) {
            return false;
        }
        try {
            // Nothing is found, without a word: a keyring that does not answer has some.
            return lookUp("nothing").err().isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    private KeyringCommand.Result lookUp(String name) throws IOException {
        return KeyringCommand.run("", List.of(program, "lookup", ATTRIBUTE, name));
    }

    @Override
    public void put(String name, SecretBytes key) throws IOException {
        KeyringCommand.Result result = KeyringCommand.run(
                key.dangerouslyPublish().toHex(),
                List.of(program, "store", "--label", "Paloma profile " + name, ATTRIBUTE, name));
        if (result.status() != 0) {
            throw new IOException("the keyring refuses: " + result.err());
        }
    }

    @Override
    public Optional<SecretBytes> get(String name) throws IOException {
        KeyringCommand.Result result = lookUp(name);
        if (result.out().isEmpty()) {
            if (!result.err().isEmpty()) {
                throw new IOException(result.err());
            }
            return Optional.empty();
        }
        return Optional.of(SecretBytes.adopt(ByteString.fromHex(result.out()).toByteArray()));
    }
}
