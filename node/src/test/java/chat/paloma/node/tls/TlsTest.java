package chat.paloma.node.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.node.Node;
import chat.paloma.node.NodeException;
import chat.paloma.node.TestNodes;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.NameConstraintValidatorException;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PKIXNameConstraintValidator;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    @TempDir
    private Path folder;

    @Test
    void choosesThePostQuantumKeyExchange() throws Exception {
        BoringSsl.require();
        Node node = TestNodes.start(folder, List.of(), "--lan=true");
        try {
            // The client offers the classical one first, and sends a key share for it: the server prefers all the same.
            assertEquals(KeyExchange.X25519_MLKEM768, KeyExchange.negotiated(node.port(), "X25519MLKEM768", "X25519"));
            assertEquals(KeyExchange.X25519, KeyExchange.negotiated(node.port(), "X25519"));
        } finally {
            node.stop();
        }
    }

    @Test
    void speaksTls13Only() throws Exception {
        Node node = TestNodes.start(folder, List.of(), "--lan=true");
        try (SSLSocket socket = socket(node, "localhost")) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            assertThrows(SSLHandshakeException.class, socket::startHandshake);
        } finally {
            node.stop();
        }
    }

    @Test
    void aLocalAuthorityIsTrustedForThisMachine() throws Exception {
        Node node = TestNodes.start(folder, List.of(), "--lan=true");
        Path tls = folder.resolve("node/tls");
        byte[] authority = Files.readAllBytes(tls.resolve("paloma-authority.pem"));
        X509Certificate first;
        try (SSLSocket socket = socket(node, "localhost")) {
            first = certificateOf(socket);
        }
        assertTrue(node.publicAddress().toString().startsWith("https://"));
        assertTrue(node.notices().stream().anyMatch(line -> line.contains("paloma-authority.pem")));
        node.stop();
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(tls.resolve("paloma-authority-key.pem"))));

        Node again = TestNodes.start(folder, List.of(), "--lan=true");
        try (SSLSocket socket = socket(again, "localhost")) {
            assertEquals(first, certificateOf(socket));
            assertEquals(
                    new String(authority, StandardCharsets.US_ASCII),
                    Files.readString(tls.resolve("paloma-authority.pem")));
        } finally {
            again.stop();
        }
    }

    /** Whoever steals the authority's key cannot make a certificate for a public site that a browser believes. */
    @Test
    void aLocalAuthorityCannotVouchForPublicNames() throws Exception {
        LocalAuthority authority = new LocalAuthority(folder, new MachineNames("box", Set.of("192.168.1.7")));
        checkConstraints(authority.obtain().leaf(), authority);
        LocalAuthority abused = new LocalAuthority(folder, new MachineNames("box", Set.of("93.184.216.34")));
        X509Certificate leaf = abused.obtain().leaf();
        assertThrows(NameConstraintValidatorException.class, () -> checkConstraints(leaf, abused));
    }

    /** As browsers do (RFC 5280 section 6.1.3 b): every name against what the authority that is trusted permits. */
    private static void checkConstraints(X509Certificate leaf, LocalAuthority authority) throws Exception {
        X509CertificateHolder root = new JcaX509CertificateHolder(
                ServerCertificate.readChain(authority.authorityFile()).getFirst());
        assertTrue(root.getExtension(Extension.nameConstraints).isCritical());
        PKIXNameConstraintValidator validator = new PKIXNameConstraintValidator();
        validator.intersectPermittedSubtree(NameConstraints.getInstance(
                        root.getExtension(Extension.nameConstraints).getParsedValue())
                .getPermittedSubtrees());
        GeneralNames names = GeneralNames.fromExtensions(
                new JcaX509CertificateHolder(leaf).getExtensions(), Extension.subjectAlternativeName);
        for (GeneralName name : names.getNames()) {
            validator.checkPermitted(name);
        }
    }

    @Test
    void takesChangedFilesWithoutARestart() throws Exception {
        Path one = Files.createDirectory(folder.resolve("one"));
        Path two = Files.createDirectory(folder.resolve("two"));
        ServerCertificate first = new LocalAuthority(one, MachineNames.none()).obtain();
        ServerCertificate second = new LocalAuthority(two, MachineNames.none()).obtain();
        Path chain = Files.write(folder.resolve("chain.pem"), first.chainPem());
        Path key = Files.write(folder.resolve("key.pem"), first.keyPem());
        Node node = TestNodes.start(folder, List.of(), "--tls-cert=" + chain, "--tls-key=" + key);
        try (SSLSocket old = socket(node, "localhost", one)) {
            assertEquals(first.leaf(), certificateOf(old));
            Files.copy(
                    Files.write(folder.resolve("new"), second.chainPem()), chain, StandardCopyOption.REPLACE_EXISTING);
            Files.copy(Files.write(folder.resolve("new"), second.keyPem()), key, StandardCopyOption.REPLACE_EXISTING);
            X509Certificate served = first.leaf();
            for (int i = 0; i < 100 && served.equals(first.leaf()); i++) {
                Thread.sleep(50);
                try (SSLSocket fresh = socket(node, "localhost", one, two)) {
                    served = certificateOf(fresh);
                }
            }
            assertEquals(second.leaf(), served);
            TestNodes.send(old, TestNodes.request("/healthz", "close"));
            assertTrue(TestNodes.readAll(old).startsWith("HTTP/1.1 200 "), "the old connection goes on");
        } finally {
            node.stop();
        }
    }

    @Test
    void refusesFilesThatDoNotFit() throws Exception {
        ServerCertificate one =
                new LocalAuthority(Files.createDirectory(folder.resolve("a")), MachineNames.none()).obtain();
        ServerCertificate two =
                new LocalAuthority(Files.createDirectory(folder.resolve("b")), MachineNames.none()).obtain();
        Path chain = Files.write(folder.resolve("chain.pem"), one.chainPem());
        Path key = Files.write(folder.resolve("key.pem"), two.keyPem());
        Path text = Files.writeString(folder.resolve("text"), "hello");
        assertNotEquals(one.leaf(), two.leaf());
        assertRefused("does not belong to the first certificate", chain, key);
        assertRefused("no such file", folder.resolve("absent"), key);
        assertRefused("has no private key", chain, text);
        assertRefused("certificate", text, key);
    }

    private void assertRefused(String expected, Path chain, Path key) {
        String message = String.valueOf(assertThrows(
                        NodeException.class,
                        () -> TestNodes.start(folder, List.of(), "--tls-cert=" + chain, "--tls-key=" + key))
                .getMessage());
        assertTrue(message.contains(expected), message);
        assertEquals(1, message.lines().count(), message);
    }

    private SSLSocket socket(Node node, String name) throws Exception {
        return socket(node, name, folder.resolve("node/tls"));
    }

    private static SSLSocket socket(Node node, String name, Path... authorityFolders) throws Exception {
        Path[] files = new Path[authorityFolders.length];
        for (int i = 0; i < files.length; i++) {
            files[i] = authorityFolders[i].resolve("paloma-authority.pem");
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust(files).getTrustManagers(), null);
        SSLSocket socket = (SSLSocket)
                context.getSocketFactory().createSocket(TestNodes.connect(node.port()), name, node.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        return socket;
    }

    private static TrustManagerFactory trust(Path... authorities) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load((InputStream) null, null);
        for (Path authority : authorities) {
            store.setCertificateEntry(
                    authority.toString(), ServerCertificate.readChain(authority).getFirst());
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        return trust;
    }

    private static X509Certificate certificateOf(SSLSocket socket) throws Exception {
        socket.startHandshake();
        return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
}
