package chat.paloma.core.engine.linking;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.HashAlgorithm;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.engine.account.TypedSecret;
import chat.paloma.core.labels.LabeledHash;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * 128 bits that a person carries from the new device to one of the account, by a picture or by typing four groups of
 * seven characters. They are the hash of what the new device offers, with 256 random bits that only the code opens: so
 * they say which offer is meant, and are a secret that nobody learns from the offer.
 */
public final class LinkCode {
    /** In front of the code where it is a picture or a link; it may be left out. */
    static final String PREFIX = "paloma-link:";

    private static final int LENGTH = 16;
    private static final TypedSecret FORM = new TypedSecret(LENGTH, 2, "link code checksum");

    private final SecretBytes secret;

    private LinkCode(SecretBytes secret) {
        this.secret = secret;
    }

    /** The code of an offer. */
    static LinkCode of(CryptoProvider crypto, TlsEncodable offered) {
        return new LinkCode(SecretBytes.adopt(
                LabeledHash.of(crypto, "link code", offered).slice(0, LENGTH).toByteArray()));
    }

    /** Reads what a person typed or a camera saw; empty for a mistake. */
    public static Optional<LinkCode> parse(CryptoProvider crypto, String text) {
        String code = text.strip();
        if (code.length() > PREFIX.length()
                && code.substring(0, PREFIX.length()).equalsIgnoreCase(PREFIX)) {
            code = code.substring(PREFIX.length());
        }
        return FORM.parse(crypto, code).map(LinkCode::new);
    }

    /** As it is shown and typed. */
    public String text(CryptoProvider crypto) {
        return FORM.text(crypto, secret);
    }

    boolean isSame(LinkCode other) {
        return secret.constantTimeEquals(other.secret);
    }

    /** The name of the place at the node. */
    ByteString name(CryptoProvider crypto) {
        return derive(crypto, "name").dangerouslyPublish();
    }

    /** A secret for one purpose, of 32 bytes. */
    SecretBytes derive(CryptoProvider crypto, String purpose) {
        SecretBytes extracted = crypto.hkdfExtract(HashAlgorithm.SHA_256, SecretBytes.zeros(0), secret);
        return crypto.hkdfExpand(
                HashAlgorithm.SHA_256,
                extracted,
                ("Paloma 1.0 link " + purpose).getBytes(StandardCharsets.US_ASCII),
                HashAlgorithm.SHA_256.length());
    }
}
