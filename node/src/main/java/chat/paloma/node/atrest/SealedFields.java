package chat.paloma.node.atrest;

import chat.paloma.core.crypto.AeadAlgorithm;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.HashAlgorithm;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.node.store.FieldCipher;
import chat.paloma.node.store.FieldResealing;
import chat.paloma.node.store.StoreException;
import chat.paloma.node.store.StoreException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Seals fields with AES-256-GCM: {@code mark[8] key[4] nonce[12] ciphertext tag[16]}. Column and row are the associated
 * data. Nonces are random: a key is for far less than 2^32 fields.
 *
 * <p>Looking up goes by HMAC-SHA256 of the text, cut to 16 bytes. Whoever has the database sees that two rows would have
 * the same text, and nothing else; the column has no two of them.
 */
final class SealedFields implements FieldCipher, FieldResealing {
    private static final byte[] MARK = "PALOMA\1F".getBytes(StandardCharsets.ISO_8859_1);
    private static final int KEY_END = MARK.length + Integer.BYTES;
    private static final int NONCE_END = KEY_END + AeadAlgorithm.NONCE_LENGTH;
    private static final int INDEX_LENGTH = 16;
    /** No handle begins like this. */
    private static final String INDEXED = "#";

    private final DataKeys keys;
    private final CryptoProvider crypto;
    private final RandomSource random;

    SealedFields(DataKeys keys, CryptoProvider crypto, RandomSource random) {
        this.keys = keys;
        this.crypto = crypto;
        this.random = random;
    }

    @Override
    public boolean seals() {
        return true;
    }

    private static byte[] place(String column, byte[] row) {
        byte[] name = column.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(name.length + 1 + row.length)
                .put(name)
                .put((byte) 0)
                .put(row)
                .array();
    }

    @Override
    public byte[] seal(String column, byte[] row, byte[] value) {
        int id = keys.newest();
        byte[] nonce = random.nextBytes(AeadAlgorithm.NONCE_LENGTH);
        try {
            byte[] ciphertext = crypto.seal(AeadAlgorithm.AES_256_GCM, keys.key(id), nonce, place(column, row), value);
            return ByteBuffer.allocate(NONCE_END + ciphertext.length)
                    .put(MARK)
                    .putInt(id)
                    .put(nonce)
                    .put(ciphertext)
                    .array();
        } catch (CryptoException e) {
            throw new IllegalStateException("a key and a nonce of the right length", e);
        }
    }

    private static boolean isSealed(byte[] stored) {
        return stored.length >= NONCE_END + AeadAlgorithm.TAG_LENGTH
                && Arrays.equals(stored, 0, MARK.length, MARK, 0, MARK.length);
    }

    private static int keyOf(byte[] stored) {
        return ByteBuffer.wrap(stored).getInt(MARK.length);
    }

    @Override
    public byte[] open(String column, byte[] row, byte[] stored) {
        if (!isSealed(stored)) {
            throw new StoreException(Reason.DAMAGED, column + " is not sealed");
        }
        try {
            return crypto.open(
                    AeadAlgorithm.AES_256_GCM,
                    keys.key(keyOf(stored)),
                    Arrays.copyOfRange(stored, KEY_END, NONCE_END),
                    place(column, row),
                    Arrays.copyOfRange(stored, NONCE_END, stored.length));
        } catch (CryptoException e) {
            throw new StoreException(Reason.DAMAGED, column + " is not as it was sealed", e);
        }
    }

    @Override
    public String index(String column, String value) {
        byte[] content = place(column, value.getBytes(StandardCharsets.UTF_8));
        byte[] mac = crypto.hmac(HashAlgorithm.SHA_256, keys.key(DataKeys.INDEX), content);
        return INDEXED + HexFormat.of().formatHex(mac, 0, INDEX_LENGTH);
    }

    /** What is not sealed yet is sealed. */
    @Override
    public byte[] again(String column, byte[] row, byte[] stored) {
        if (!isSealed(stored)) {
            return seal(column, row, stored);
        }
        return keyOf(stored) == keys.newest() ? stored : seal(column, row, open(column, row, stored));
    }
}
