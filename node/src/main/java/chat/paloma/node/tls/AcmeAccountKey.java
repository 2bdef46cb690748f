package chat.paloma.node.tls;

import chat.paloma.node.DataFolder;
import chat.paloma.node.NodeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** The key by which an ACME authority knows this node again: ECDSA on P-256, both halves in one private file. */
final class AcmeAccountKey {
    private AcmeAccountKey() {}

    /** Reads it, or makes it when there is none. */
    static KeyPair in(Path file) throws IOException, GeneralSecurityException, NodeException {
        if (Files.exists(file)) {
            return read(file);
        }
        KeyPair made = newKeys();
        String pem = ServerCertificate.pem("PRIVATE KEY", made.getPrivate().getEncoded())
                + ServerCertificate.pem("PUBLIC KEY", made.getPublic().getEncoded());
        DataFolder.writePrivately(file, pem.getBytes(StandardCharsets.US_ASCII));
        return made;
    }

    static KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static KeyPair read(Path file) throws IOException, NodeException {
        try (PEMParser parser = new PEMParser(Files.newBufferedReader(file, StandardCharsets.US_ASCII))) {
            for (Object found = parser.readObject(); found != null; found = parser.readObject()) {
                if (found instanceof SubjectPublicKeyInfo publicKey) {
                    return new KeyPair(
                            new JcaPEMKeyConverter().getPublicKey(publicKey), ServerCertificate.readKey(file));
                }
            }
        }
        throw new NodeException(file + " is damaged; remove it, and the node opens a new account with the authority");
    }
}
