package chat.paloma.client.profile;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.SecretBytes;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The keychain of macOS, by {@code security}. */
final class MacKeychain implements Keyring {
    private static final String SERVICE = "chat.paloma.profile";
    private static final int NOT_FOUND = 44;

    private final String program;

    MacKeychain(String program) {
        this.program = program;
    }

    @Override
    public boolean isThere() {
        try {
            return KeyringCommand.run("", List.of(program, "default-keychain")).status() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void put(String name, SecretBytes key) throws IOException {
        String line = "add-generic-password -U -s " + SERVICE + " -a " + name + " -w "
                + key.dangerouslyPublish().toHex() + "\n";
        KeyringCommand.Result result = KeyringCommand.run(line, List.of(program, "-i"));
        if (result.status() != 0) {
            throw new IOException("the keychain refuses: " + result.err());
        }
    }

    @Override
    public Optional<SecretBytes> get(String name) throws IOException {
        KeyringCommand.Result result =
                KeyringCommand.run("", List.of(program, "find-generic-password", "-s", SERVICE, "-a", name, "-w"));
        if (result.status() == NOT_FOUND) {
            return Optional.empty();
        }
        if (result.status() != 0) {
            throw new IOException(result.err());
        }
        return Optional.of(SecretBytes.adopt(ByteString.fromHex(result.out()).toByteArray()));
    }
}
