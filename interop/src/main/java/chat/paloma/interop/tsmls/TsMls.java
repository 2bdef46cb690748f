package chat.paloma.interop.tsmls;

import chat.paloma.core.mls.CipherSuite;
import chat.paloma.interop.HandshakeFraming;
import chat.paloma.interop.MlsImplementation;
import chat.paloma.interop.MlsPeer;
import chat.paloma.interop.PeerException;
import com.eclipsesource.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** ts-mls, with its members in one Node.js process. */
public final class TsMls implements MlsImplementation {
    private final JsonLineProcess process;
    private int peers;

    /**
     * Starts the process.
     *
     * @param folder with our script and the npm packages
     * @throws PeerException when Node.js or the npm packages are missing; the message says what to do
     */
    public TsMls(Path folder) throws PeerException {
        if (!Files.isDirectory(folder.resolve("node_modules"))) {
            throw new PeerException("the npm packages of interop/ts-mls are missing: run ./paloma test, which installs "
                    + "them, or `npm ci --ignore-scripts` in that folder");
        }
        try {
            process = new JsonLineProcess(
                    List.of(node().toString(), folder.resolve("peer.mjs").toString()));
        } catch (IOException e) {
            throw new PeerException("Node.js does not start: " + e.getMessage(), e);
        }
    }

    private static Path node() throws PeerException {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(
                        Stream.ofNullable(System.getenv("PALOMA_NODE")).map(Path::of),
                        Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                                .splitAsStream(path)
                                .map(folder -> Path.of(folder, "node")))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() ->
                        new PeerException("there is no Node.js: put `node` on the PATH or its path into PALOMA_NODE"));
    }

    @Override
    public String name() {
        return "ts-mls";
    }

    @Override
    public boolean supports(CipherSuite suite) {
        return switch (suite) {
            case MLS_128_DHKEMX25519_AES128GCM_SHA256_ED25519, MLS_256_XWING_AES256GCM_SHA512_MLDSA87 -> true;
            default -> false;
        };
    }

    @Override
    public boolean choosesPath() {
        return false;
    }

    @Override
    public MlsPeer newPeer(CipherSuite suite, String identity, HandshakeFraming framing) throws PeerException {
        return TsMlsPeer.open(process, ++peers, suite, identity, framing);
    }

    @Override
    public long cpuNanoseconds() throws PeerException {
        return process.call(new JsonObject().add("method", "cpuMicroseconds")).asLong() * 1000;
    }

    @Override
    public void close() {
        process.close();
    }
}
