package chat.paloma.client.profile;

import chat.paloma.client.host.StorageException;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SecretBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Makes the data key of a profile, and gets it back, from wherever what protects it lies. */
final class DataKeys {
    /** The second recommendation of RFC 9106 section 4. */
    private static final long MEMORY = 64 << 10;

    private static final int PASSES = 3;
    private static final int LANES = 4;

    private final ProfileOptions options;
    private final CryptoProvider crypto;
    private final RandomSource random;

    /** A data key with what is written about it. */
    record Made(KeyHeader header, SecretBytes key) {}

    DataKeys(ProfileOptions options, CryptoProvider crypto, RandomSource random) {
        this.options = options;
        this.crypto = crypto;
        this.random = random;
    }

    /**
     * Makes the key of a new profile.
     *
     * @throws StorageException when there is nothing to protect it with
     */
    Made make() {
        ByteString id = ByteString.adopt(random.nextBytes(KeyHeader.ID));
        SecretBytes data = random.nextSecret(ValueCipher.KEY);
        if (options.unprotected()) {
            return made(header(id, Protection.NONE), SecretBytes.zeros(ValueCipher.KEY), data);
        }
        if (!options.preferPassphrase() && options.keyring().isThere()) {
            Optional<SecretBytes> kept = keep(id);
            if (kept.isPresent()) {
                return made(header(id, Protection.KEYRING), kept.get(), data);
            }
        }
        KeyHeader header = header(id, Protection.PASSPHRASE);
        char[] passphrase = options.passphrases()
                .passphrase(true)
                .orElseThrow(
                        () -> new StorageException("the profile needs a passphrase: there is no keyring, and nobody"
                                + " to ask; see --passphrase-file and --insecure-no-passphrase"));
        return made(header, derive(passphrase, header.derivation()), data);
    }

    private KeyHeader header(ByteString id, Protection protection) {
        return new KeyHeader(
                id,
                protection,
                new KeyHeader.Derivation(
                        ByteString.adopt(random.nextBytes(KeyHeader.Derivation.SALT)), MEMORY, PASSES, LANES),
                ByteString.EMPTY);
    }

    private Made made(KeyHeader header, SecretBytes protecting, SecretBytes data) {
        byte[] wrapped = new ValueCipher(crypto, random, protecting).seal(header.bound(), data.dangerouslyExpose());
        return new Made(header.withWrapped(ByteString.adopt(wrapped)), data);
    }

    /** Keeps a new key in the keyring, unless that does not give it back. */
    private Optional<SecretBytes> keep(ByteString id) {
        SecretBytes key = random.nextSecret(ValueCipher.KEY);
        try {
            options.keyring().put(id.toHex(), key);
            return options.keyring().get(id.toHex()).filter(key::constantTimeEquals);
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * The data key of a profile.
     *
     * @throws StorageException when what protects it is not there, or is another
     */
    SecretBytes open(KeyHeader header) {
        SecretBytes protecting = switch (header.protection()) {
            case NONE -> SecretBytes.zeros(ValueCipher.KEY);
            case KEYRING -> fromKeyring(header);
            case PASSPHRASE ->
                derive(
                        options.passphrases()
                                .passphrase(false)
                                .orElseThrow(() -> new StorageException(
                                        "the profile has a passphrase, and there is nobody to ask: see"
                                                + " --passphrase-file and PALOMA_PASSPHRASE")),
                        header.derivation());
        };
        try {
            return SecretBytes.adopt(new ValueCipher(crypto, random, protecting)
                    .open(header.bound(), header.wrapped().toByteArray())
                    .toByteArray());
        } catch (StorageException e) {
            throw new StorageException(
                    header.protection() == Protection.PASSPHRASE
                            ? "the passphrase is wrong"
                            : "the profile is damaged: its key can't be opened",
                    e);
        } finally {
            protecting.erase();
        }
    }

    private SecretBytes fromKeyring(KeyHeader header) {
        String name = header.id().toHex();
        try {
            return options.keyring()
                    .get(name)
                    .filter(key -> key.length() == ValueCipher.KEY)
                    .orElseThrow(() -> new StorageException(
                            "the keyring of this machine does not have the key of this profile (" + name + ")"));
        } catch (IOException | IllegalArgumentException e) {
            throw new StorageException(
                    "the keyring does not give out the key of this profile: unlock it (" + e.getMessage() + ")", e);
        }
    }

    private static SecretBytes derive(char[] passphrase, KeyHeader.Derivation derivation) {
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(passphrase));
        Arrays.fill(passphrase, '\0');
        byte[] utf8 = new byte[encoded.remaining()];
        encoded.duplicate().get(utf8);
        while (encoded.hasRemaining()) {
            encoded.put((byte) 0);
        }
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withSalt(derivation.salt().toByteArray())
                .withMemoryAsKB((int) derivation.memory())
                .withIterations(derivation.passes())
                .withParallelism(derivation.lanes())
                .build());
        byte[] key = new byte[ValueCipher.KEY];
        generator.generateBytes(utf8, key);
        Arrays.fill(utf8, (byte) 0);
        return SecretBytes.adopt(key);
    }
}
