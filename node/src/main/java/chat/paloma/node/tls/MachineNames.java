package chat.paloma.node.tls;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * The names and private addresses by which a local network reaches this machine.
 *
 * @param host the machine's own name, in lower case, without its domain
 * @param addresses private addresses of its network interfaces, as text, without the loopback ones
 */
public record MachineNames(String host, Set<String> addresses) {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final int MOST_ADDRESSES = 32;

    public MachineNames {
        if (!LABEL.matcher(host).matches()) {
            throw new IllegalArgumentException("not a host name: " + host);
        }
        addresses = Set.copyOf(addresses);
    }

    /** None but the loopback address and its name. */
    public static MachineNames none() {
        return new MachineNames("localhost", Set.of());
    }

    /** Those of the machine that this runs on. What cannot be found out is left out. */
    public static MachineNames ofThisMachine() {
        String name = "localhost";
        try {
            String found = InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
            String label = found.substring(0, found.indexOf('.') < 0 ? found.length() : found.indexOf('.'));
            name = LABEL.matcher(label).matches() ? label : name;
        } catch (UnknownHostException e) {
            // A machine without a resolvable name is reached by its addresses.
        }
        Set<String> addresses = new TreeSet<>();
        try {
            addresses.addAll(NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(MachineNames::isPrivate)
                    .map(MachineNames::text)
                    .limit(MOST_ADDRESSES)
                    .toList());
        } catch (SocketException e) {
            // As above: localhost remains.
        }
        return new MachineNames(name, addresses);
    }

    /** A name or address for people on the same network: an IPv4 address where there is one. */
    public Optional<String> reachable() {
        return addresses.stream()
                .filter(address -> !address.contains(":"))
                .sorted()
                .findFirst();
    }

    List<GeneralName> asGeneralNames() {
        return Stream.concat(
                        dnsNames().stream().map(name -> new GeneralName(GeneralName.dNSName, name)),
                        allAddresses().stream().map(address -> new GeneralName(GeneralName.iPAddress, address)))
                .toList();
    }

    /** Whether a certificate is for all of them. */
    boolean areIn(X509Certificate certificate) {
        try {
            Collection<List<?>> found = certificate.getSubjectAlternativeNames();
            Set<String> named = found == null
                    ? Set.of()
                    : found.stream()
                            .map(entry -> canonical(String.valueOf(entry.get(1))))
                            .collect(Collectors.toSet());
            Set<String> wanted = new HashSet<>(dnsNames());
            allAddresses().forEach(address -> wanted.add(canonical(address)));
            return named.containsAll(wanted);
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    private Set<String> dnsNames() {
        // Not the bare name: what has no private domain is outside of what the authority may vouch for.
        return Set.of("localhost", host + ".local", host + ".lan", host + ".home.arpa");
    }

    private Set<String> allAddresses() {
        Set<String> all = new TreeSet<>(addresses);
        all.add("127.0.0.1");
        all.add("::1");
        return all;
    }

    /** One text for each address, whoever wrote it. */
    private static String canonical(String name) {
        return name.contains(":") ? InetAddress.ofLiteral(name).getHostAddress() : name;
    }

    private static boolean isPrivate(InetAddress address) {
        byte first = address.getAddress()[0];
        boolean uniqueLocal = address.getAddress().length == 16 && (first & 0xfe) == 0xfc;
        return address.isSiteLocalAddress() || uniqueLocal;
    }

    private static String text(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }
}
