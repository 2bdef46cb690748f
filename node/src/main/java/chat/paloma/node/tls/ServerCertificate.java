package chat.paloma.node.tls;

import chat.paloma.node.NodeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.jspecify.annotations.Nullable;

/**
 * A certificate chain with its private key. They belong together, and the key is RSA or an elliptic curve's, which is
 * what browsers take.
 */
public final class ServerCertificate {
    private static final long MAX_FILE_BYTES = 1 << 20;
    private static final byte[] PROBE = "do this key and this certificate match?".getBytes(StandardCharsets.US_ASCII);

    private final List<X509Certificate> chain;
    private final PrivateKey key;

    private ServerCertificate(List<X509Certificate> chain, PrivateKey key) {
        this.chain = chain;
        this.key = key;
    }

    /**
     * Puts a chain and a key together.
     *
     * @param chain the server's own certificate first
     * @throws NodeException when the key is not the certificate's
     */
    public static ServerCertificate of(List<X509Certificate> chain, PrivateKey key) throws NodeException {
        if (chain.isEmpty() || !match(chain.getFirst().getPublicKey(), key)) {
            throw new NodeException("the private key does not belong to the first certificate");
        }
        return new ServerCertificate(List.copyOf(chain), key);
    }

    /**
     * Reads both from PEM files of at most 1 MiB.
     *
     * @throws NodeException when a file cannot be read or has something else, when key and certificate do not belong
     *     together, or when the certificate's time is over
     */
    public static ServerCertificate load(Path chainFile, Path keyFile) throws NodeException {
        List<X509Certificate> chain = readChain(chainFile);
        PrivateKey key = readKey(keyFile);
        if (!match(chain.getFirst().getPublicKey(), key)) {
            throw new NodeException("the private key in " + keyFile + " does not belong to the first certificate in "
                    + chainFile + "; give the two that were made together");
        }
        ServerCertificate certificate = new ServerCertificate(chain, key);
        if (certificate.expiry().isBefore(Instant.now())) {
            throw new NodeException(
                    "the certificate in " + chainFile + " expired on " + certificate.expiry() + "; renew it");
        }
        return certificate;
    }

    /** The certificates in PEM, the server's own first. */
    public byte[] chainPem() {
        StringBuilder pem = new StringBuilder();
        for (X509Certificate certificate : chain) {
            try {
                pem.append(pem("CERTIFICATE", certificate.getEncoded()));
            } catch (CertificateException e) {
                throw new IllegalStateException("a certificate that was read can be written", e);
            }
        }
        return pem.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** The private key in PEM (PKCS #8). */
    public byte[] keyPem() {
        return pem("PRIVATE KEY", key.getEncoded()).getBytes(StandardCharsets.US_ASCII);
    }

    /** The server's own certificate. */
    public X509Certificate leaf() {
        return chain.getFirst();
    }

    /** When it ends. */
    public Instant expiry() {
        return leaf().getNotAfter().toInstant();
    }

    /** Whether less than a third of its time is left. */
    public boolean isDueForRenewal(Instant now) {
        Instant begin = leaf().getNotBefore().toInstant();
        long third = (expiry().getEpochSecond() - begin.getEpochSecond()) / 3;
        return now.isAfter(expiry().minusSeconds(third));
    }

    static String pem(String type, byte[] content) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
                + "\n-----END " + type + "-----\n";
    }

    static List<X509Certificate> readChain(Path file) throws NodeException {
        try {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(read(file)));
            List<X509Certificate> chain = new ArrayList<>();
            for (Certificate certificate : found) {
                chain.add((X509Certificate) certificate);
            }
            if (!chain.isEmpty()) {
                return List.copyOf(chain);
            }
        } catch (CertificateException e) {
            throw new NodeException(file + " is not a certificate chain in PEM", e);
        }
        throw new NodeException(file + " has no certificate; give a chain in PEM, the server's own first");
    }

    static PrivateKey readKey(Path file) throws NodeException {
        try (PEMParser parser = new PEMParser(new StringReader(new String(read(file), StandardCharsets.US_ASCII)))) {
            JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
            for (Object found = parser.readObject(); found != null; found = parser.readObject()) {
                PrivateKey key = keyIn(found, converter);
                if (key != null) {
                    return key;
                }
                if (found instanceof PKCS8EncryptedPrivateKeyInfo || found instanceof PEMEncryptedKeyPair) {
                    throw new NodeException("the private key in " + file
                            + " is encrypted; give it decrypted, readable for the node's user only");
                }
            }
        } catch (IOException e) {
            throw new NodeException(file + " is not a private key in PEM", e);
        }
        throw new NodeException(file + " has no private key; give one in PEM");
    }

    private static @Nullable PrivateKey keyIn(Object found, JcaPEMKeyConverter converter) throws IOException {
        if (found instanceof PEMKeyPair pair) {
            return converter.getPrivateKey(pair.getPrivateKeyInfo());
        }
        return found instanceof PrivateKeyInfo info ? converter.getPrivateKey(info) : null;
    }

    private static byte[] read(Path file) throws NodeException {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new NodeException(file + " is larger than 1 MiB; give a certificate or a key in PEM");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new NodeException(file + ": no such file", e);
        } catch (IOException e) {
            throw new NodeException(file + " cannot be read; make it readable for the node's user", e);
        }
    }

    private static boolean match(PublicKey publicKey, PrivateKey privateKey) {
        String algorithm = switch (publicKey.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> "";
        };
        if (algorithm.isEmpty()) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(privateKey);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
