package chat.paloma.core.mls.schedule;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.HpkeKeyPair;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.mls.crypto.MlsCrypto;

/**
 * What is derived from one epoch secret (RFC 9420 section 8, table 4). The epoch secret itself is erased at once.
 *
 * <p>One owner. The encryption secret leaves at once too, into the epoch's secret tree; the others live until
 * {@link #erase}, which the step to the next epoch calls.
 */
public final class EpochSecrets {
    private static final int MAX_SECRET = 64;

    private final SecretBytes senderDataSecret;
    private final SecretBytes exporterSecret;
    private final SecretBytes externalSecret;
    private final SecretBytes confirmationKey;
    private final SecretBytes membershipKey;
    private final SecretBytes resumptionPsk;
    private final SecretBytes epochAuthenticator;
    private final SecretBytes initSecret;
    private final SecretBytes encryptionSecret;

    private EpochSecrets(
            SecretBytes senderDataSecret,
            SecretBytes exporterSecret,
            SecretBytes externalSecret,
            SecretBytes confirmationKey,
            SecretBytes membershipKey,
            SecretBytes resumptionPsk,
            SecretBytes epochAuthenticator,
            SecretBytes initSecret,
            SecretBytes encryptionSecret) {
        this.senderDataSecret = senderDataSecret;
        this.exporterSecret = exporterSecret;
        this.externalSecret = externalSecret;
        this.confirmationKey = confirmationKey;
        this.membershipKey = membershipKey;
        this.resumptionPsk = resumptionPsk;
        this.epochAuthenticator = epochAuthenticator;
        this.initSecret = initSecret;
        this.encryptionSecret = encryptionSecret;
    }

    static EpochSecrets derive(MlsCrypto crypto, SecretBytes epochSecret) {
        EpochSecrets secrets = new EpochSecrets(
                crypto.deriveSecret(epochSecret, "sender data"),
                crypto.deriveSecret(epochSecret, "exporter"),
                crypto.deriveSecret(epochSecret, "external"),
                crypto.deriveSecret(epochSecret, "confirm"),
                crypto.deriveSecret(epochSecret, "membership"),
                crypto.deriveSecret(epochSecret, "resumption"),
                crypto.deriveSecret(epochSecret, "authentication"),
                crypto.deriveSecret(epochSecret, "init"),
                crypto.deriveSecret(epochSecret, "encryption"));
        epochSecret.erase();
        return secrets;
    }

    public SecretBytes senderDataSecret() {
        return senderDataSecret;
    }

    /** The root of the epoch's secret tree, until it is taken. */
    public SecretBytes encryptionSecret() {
        return encryptionSecret;
    }

    /** Hands out the root of the epoch's secret tree, once: it is overwritten here. */
    public SecretBytes takeEncryptionSecret() {
        SecretBytes taken = encryptionSecret.copy();
        encryptionSecret.erase();
        return taken;
    }

    public SecretBytes initSecret() {
        return initSecret;
    }

    public SecretBytes resumptionPsk() {
        return resumptionPsk;
    }

    /** The exporter secret, as the published vectors name it. Applications use {@link #export}. */
    public SecretBytes exporterSecret() {
        return exporterSecret;
    }

    public SecretBytes externalSecret() {
        return externalSecret;
    }

    public SecretBytes confirmationKey() {
        return confirmationKey;
    }

    public SecretBytes membershipKey() {
        return membershipKey;
    }

    /** A value that all members of this epoch share and may compare in public (section 8.7). */
    public ByteString epochAuthenticator() {
        return epochAuthenticator.dangerouslyPublish();
    }

    /** MLS-Exporter (section 8.5): a secret for use outside MLS, of {@code length} bytes. */
    public SecretBytes export(MlsCrypto crypto, String label, byte[] context, int length) {
        SecretBytes derived = crypto.deriveSecret(exporterSecret, label);
        byte[] hashed = crypto.hash(context).toByteArray();
        SecretBytes exported = crypto.expandWithLabel(derived, "exported", hashed, length);
        derived.erase();
        return exported;
    }

    /** The key pair with which somebody outside encrypts to the group (section 8.3). */
    public HpkeKeyPair externalKeyPair(MlsCrypto crypto) throws CryptoException {
        return crypto.deriveHpkeKeyPair(externalSecret);
    }

    /** The tag that confirms the transcript of this epoch (section 6.1). */
    public ByteString confirmationTag(MlsCrypto crypto, ByteString confirmedTranscriptHash) {
        return crypto.mac(confirmationKey, confirmedTranscriptHash.toByteArray());
    }

    /** Whether {@code tag} confirms the transcript, compared in constant time. */
    public boolean confirms(MlsCrypto crypto, ByteString confirmedTranscriptHash, ByteString tag) {
        return crypto.verifyMac(confirmationKey, confirmedTranscriptHash.toByteArray(), tag);
    }

    /** Overwrites every secret. */
    public void erase() {
        for (SecretBytes secret : stored()) {
            secret.erase();
        }
        encryptionSecret.erase();
    }

    private SecretBytes[] stored() {
        return new SecretBytes[] {
            senderDataSecret,
            exporterSecret,
            externalSecret,
            confirmationKey,
            membershipKey,
            resumptionPsk,
            epochAuthenticator,
            initSecret
        };
    }

    /** Writes what is left, without the encryption secret: that is the secret tree's to store. */
    public void encodeState(TlsWriter out) {
        for (SecretBytes secret : stored()) {
            out.writeOpaque(secret.dangerouslyExpose());
        }
    }

    public static EpochSecrets decodeState(TlsReader in) throws DecodeException {
        SecretBytes[] read = new SecretBytes[8];
        for (int i = 0; i < read.length; i++) {
            read[i] = SecretBytes.adopt(in.readOpaque(MAX_SECRET));
        }
        SecretBytes gone = SecretBytes.zeros(0);
        gone.erase();
        return new EpochSecrets(read[0], read[1], read[2], read[3], read[4], read[5], read[6], read[7], gone);
    }
}
