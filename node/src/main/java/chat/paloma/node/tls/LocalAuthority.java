package chat.paloma.node.tls;

import chat.paloma.node.DataFolder;
import chat.paloma.node.NodeException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority of the node's own, for networks without a public name.
 *
 * <p>Whoever trusts it gives this machine power over some names, so its certificate has name constraints (RFC 5280
 * section 4.2.1.10): private and local addresses, and names that no public authority gives out. Its keys are ECDSA on P-256, kept in the data folder for the node's user only.
 */
public final class LocalAuthority implements CertificateSource {
    private static final String SIGNATURE = "SHA256withECDSA";
    private static final Duration AUTHORITY_LIFE = Duration.ofDays(3_650);
    private static final Duration SERVER_LIFE = Duration.ofDays(90);
    private static final Duration CLOCK_TOLERANCE = Duration.ofHours(1);

    private static final List<String> PRIVATE_RANGES = List.of(
            "127.0.0.0/8",
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "169.254.0.0/16",
            "100.64.0.0/10",
            "::1/128",
            "fc00::/7",
            "fe80::/10");
    private static final List<String> PRIVATE_DOMAINS = List.of("localhost", "local", "lan", "internal", "home.arpa");

    private final Path folder;
    private final MachineNames names;
    private final SecureRandom random = new SecureRandom();

    public LocalAuthority(Path folder, MachineNames names) {
        this.folder = folder;
        this.names = names;
    }

    @Override
    public ServerCertificate obtain() throws NodeException {
        try {
            if (!Files.exists(authorityFile())) {
                makeAuthority();
            }
            if (Files.exists(chainFile())) {
                ServerCertificate existing = ServerCertificate.of(
                        ServerCertificate.readChain(chainFile()), ServerCertificate.readKey(keyFile()));
                if (!existing.isDueForRenewal(Instant.now()) && names.areIn(existing.leaf())) {
                    return existing;
                }
            }
            return makeServerCertificate();
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new NodeException("the local certificate authority in " + folder + " failed: " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<ServerCertificate> renew() throws NodeException {
        boolean due = ServerCertificate.of(
                        ServerCertificate.readChain(chainFile()), ServerCertificate.readKey(keyFile()))
                .isDueForRenewal(Instant.now());
        return due ? Optional.of(obtain()) : Optional.empty();
    }

    @Override
    public Duration renewalPeriod() {
        return Duration.ofHours(12);
    }

    @Override
    public List<String> advice() {
        String file = authorityFile().toString();
        return List.of(
                "Other devices must trust this node's own authority once:",
                "  " + file,
                "  SHA-256 " + fingerprint(),
                "Copy the file there and compare the fingerprint, then:",
                "  Debian, Ubuntu  sudo cp " + authorityFile().getFileName()
                        + " /usr/local/share/ca-certificates/paloma.crt && sudo update-ca-certificates",
                "  Chrome, Edge    Settings, Privacy and security, Security, Manage certificates, Import",
                "  Firefox         Settings, Privacy & Security, Certificates, View, Authorities, Import",
                "  macOS           sudo security add-trusted-cert -d -k /Library/Keychains/System.keychain "
                        + authorityFile().getFileName(),
                "  Windows         certutil -addstore Root " + authorityFile().getFileName(),
                "  Android, iOS    open the file and install it as a CA certificate",
                "Browsers believe it for private addresses and names only, never for a public site.");
    }

    /** The authority's certificate, for other devices. */
    public Path authorityFile() {
        return folder.resolve("paloma-authority.pem");
    }

    private Path authorityKeyFile() {
        return folder.resolve("paloma-authority-key.pem");
    }

    private Path chainFile() {
        return folder.resolve("local-certificate.pem");
    }

    private Path keyFile() {
        return folder.resolve("local-certificate-key.pem");
    }

    private String fingerprint() {
        try {
            X509Certificate authority =
                    ServerCertificate.readChain(authorityFile()).getFirst();
            return HexFormat.ofDelimiter(":")
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(authority.getEncoded()));
        } catch (NodeException | GeneralSecurityException e) {
            throw new IllegalStateException("the authority was made before anybody asks for it", e);
        }
    }

    private void makeAuthority() throws IOException, GeneralSecurityException, OperatorCreationException {
        KeyPair keys = newKeys();
        X500Principal name = new X500Principal("CN=Paloma on " + names.host() + ", O=Paloma local authority");
        JcaX509v3CertificateBuilder builder = builder(name, name, keys, AUTHORITY_LIFE);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        builder.addExtension(Extension.nameConstraints, true, nameConstraints());
        builder.addExtension(
                Extension.subjectKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
        X509Certificate certificate = sign(builder, keys.getPrivate());
        write(authorityKeyFile(), "PRIVATE KEY", keys.getPrivate().getEncoded());
        // Last: its presence says that the key is there too.
        write(authorityFile(), "CERTIFICATE", certificate.getEncoded());
    }

    private ServerCertificate makeServerCertificate()
            throws IOException, GeneralSecurityException, OperatorCreationException, NodeException {
        X509Certificate authority = ServerCertificate.readChain(authorityFile()).getFirst();
        PrivateKey authorityKey = ServerCertificate.readKey(authorityKeyFile());
        KeyPair keys = newKeys();
        JcaX509v3CertificateBuilder builder = builder(
                authority.getSubjectX500Principal(), new X500Principal("CN=" + names.host()), keys, SERVER_LIFE);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(names.asGeneralNames().toArray(GeneralName[]::new)));
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(authority));
        ServerCertificate made =
                ServerCertificate.of(List.of(sign(builder, authorityKey), authority), keys.getPrivate());
        DataFolder.writePrivately(keyFile(), made.keyPem());
        DataFolder.writePrivately(chainFile(), made.chainPem());
        return made;
    }

    private static NameConstraints nameConstraints() {
        List<GeneralSubtree> permitted = new ArrayList<>();
        for (String range : PRIVATE_RANGES) {
            permitted.add(new GeneralSubtree(new GeneralName(GeneralName.iPAddress, range)));
        }
        for (String domain : PRIVATE_DOMAINS) {
            permitted.add(new GeneralSubtree(new GeneralName(GeneralName.dNSName, domain)));
        }
        return new NameConstraints(permitted.toArray(GeneralSubtree[]::new), null);
    }

    private JcaX509v3CertificateBuilder builder(
            X500Principal issuer, X500Principal subject, KeyPair keys, Duration life) {
        Instant now = Instant.now();
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(127, random).add(BigInteger.ONE),
                Date.from(now.minus(CLOCK_TOLERANCE)),
                Date.from(now.plus(life)),
                subject,
                keys.getPublic());
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(key)));
    }

    private KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    private static void write(Path file, String type, byte[] content) throws IOException {
        DataFolder.writePrivately(file, ServerCertificate.pem(type, content).getBytes(StandardCharsets.US_ASCII));
    }
}
