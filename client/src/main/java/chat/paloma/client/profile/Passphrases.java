package chat.paloma.client.profile;

import java.util.Optional;

/** Where a passphrase comes from: a file, the environment, a person at a terminal. */
public interface Passphrases {
    /** Nobody to ask. */
    Passphrases NOBODY = isNew -> Optional.empty();

    /** Always this one. */
    static Passphrases of(String passphrase) {
        return isNew -> Optional.of(passphrase.toCharArray());
    }

    /**
     * The passphrase, which whoever asked overwrites.
     *
     * @param isNew whether a new profile gets it, so that a person types it twice
     * @return empty when there is nobody to ask
     */
    Optional<char[]> passphrase(boolean isNew);
}
