package chat.paloma.client.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.client.host.StorageException;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.jvm.JdkCrypto;
import chat.paloma.jvm.SystemRandom;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keyrings as their command lines are driven: programs that keep secrets in files stand for those of a desktop. */
class KeyringTest {
    private static final String SECRET_TOOL = """
            #!/bin/sh
            # secret-tool lookup ATTRIBUTE VALUE | secret-tool store --label LABEL ATTRIBUTE VALUE
            [ -e "%1$s/locked" ] && { echo "secret-tool: cannot be unlocked" >&2; exit 1; }
            case $1 in
                store) cat > "%1$s/$5" ;;
                lookup) [ -e "%1$s/$3" ] && cat "%1$s/$3" || exit 1 ;;
            esac
            """;
    private static final String SECURITY = """
            #!/bin/sh
            case $1 in
                -i) read -r a b c d e name f key; printf '%%s\\n' "$key" > "%1$s/$name" ;;
                find-generic-password) [ -e "%1$s/$5" ] && cat "%1$s/$5" || exit 44 ;;
            esac
            """;

    @TempDir
    private Path folder;

    private Keyring secretService;
    private Keyring keychain;

    @SuppressWarnings("NullAway.Init") // JUnit calls begin before each test.
    KeyringTest() {}

    @BeforeEach
    void begin() throws Exception {
        secretService = new SecretService(program("secret-tool", SECRET_TOOL), Map.of("DBUS_SESSION_BUS_ADDRESS", "x"));
        keychain = new MacKeychain(program("security", SECURITY));
    }

    private String program(String name, String text) throws Exception {
        Path file = Files.writeString(folder.resolve(name), text.formatted(folder));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file.toString();
    }

    @Test
    void givesBackWhatItKeeps() throws Exception {
        SecretBytes key = new SystemRandom().nextSecret(32);
        for (Keyring keyring : new Keyring[] {secretService, keychain}) {
            assertTrue(keyring.isThere());
            assertEquals(Optional.empty(), keyring.get("name").map(SecretBytes::length));
            keyring.put("name", key);
            assertTrue(keyring.get("name").orElseThrow().constantTimeEquals(key));
            Files.delete(folder.resolve("name"));
        }
    }

    @Test
    void isNotThereWithoutABusOrAProgram() {
        assertFalse(new SecretService(folder.resolve("secret-tool").toString(), Map.of()).isThere());
        assertFalse(new SecretService("no-such-program", Map.of("DBUS_SESSION_BUS_ADDRESS", "x")).isThere());
        assertFalse(new MacKeychain("no-such-program").isThere());
    }

    @Test
    void opensAProfileAsLongAsItIsUnlocked() throws Exception {
        ProfileOptions options =
                ProfileOptions.of(folder.resolve("profile"), Passphrases.NOBODY).withKeyring(secretService);
        for (int i = 0; i < 2; i++) {
            try (EncryptedProfile profile = EncryptedProfile.open(options, new JdkCrypto(), new SystemRandom())) {
                assertEquals(Protection.KEYRING, profile.protection());
            }
        }
        Files.createFile(folder.resolve("locked"));
        StorageException refused = assertThrows(
                StorageException.class, () -> EncryptedProfile.open(options, new JdkCrypto(), new SystemRandom()));
        assertTrue(String.valueOf(refused.getMessage()).contains("unlock it"), refused.getMessage());
    }
}
