package chat.paloma.client.profile;

import java.nio.file.Path;

/**
 * Which profile, and how its key is protected.
 *
 * @param folder that it lies in
 * @param passphrases asked when the profile has a passphrase, or is new and gets one
 * @param keyring taken for a new profile where there is one and nobody gave a passphrase
 * @param preferPassphrase whether a new profile gets a passphrase even where there is a keyring
 * @param unprotected whether a new profile's key lies beside it, see {@link Protection#NONE}
 */
public record ProfileOptions(
        Path folder, Passphrases passphrases, Keyring keyring, boolean preferPassphrase, boolean unprotected) {
    /** A new profile is protected by the keyring of this machine, or by a passphrase. */
    public static ProfileOptions of(Path folder, Passphrases passphrases) {
        return new ProfileOptions(folder, passphrases, Keyring.ofThisMachine(), false, false);
    }

    /** For programs that nobody attends: whoever has the folder has everything. */
    public static ProfileOptions unprotected(Path folder) {
        return new ProfileOptions(folder, Passphrases.NOBODY, Keyring.ofThisMachine(), false, true);
    }

    public ProfileOptions withKeyring(Keyring other) {
        return new ProfileOptions(folder, passphrases, other, preferPassphrase, unprotected);
    }

    public ProfileOptions preferringPassphrase() {
        return new ProfileOptions(folder, passphrases, keyring, true, unprotected);
    }
}
