package chat.paloma.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Certificates of an authority of their own, made by the script that operators get. */
public final class TestCertificates {
    private static final String SCRIPT = "../deploy/tls/certificates.sh";

    private final Path folder;

    public TestCertificates(Path folder, String... names) throws IOException, InterruptedException {
        this.folder = folder;
        List<String> command = new ArrayList<>(List.of("bash", SCRIPT, folder.toString()));
        command.addAll(List.of(names));
        Path log = Files.createTempFile("certificates", ".log");
        Process script = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!script.waitFor(60, TimeUnit.SECONDS) || script.exitValue() != 0) {
            throw new IOException(Files.readString(log));
        }
        Files.delete(log);
    }

    public Path authority() {
        return folder.resolve("authority.pem");
    }

    public Path certificate(String name) {
        return folder.resolve(name + ".pem");
    }

    public Path key(String name) {
        return folder.resolve(name + ".key");
    }

    /** A file with the key and the certificate, as some servers want them. */
    public Path both(String name) throws IOException {
        Path both = folder.resolve(name + ".both.pem");
        return Files.writeString(both, Files.readString(key(name)) + Files.readString(certificate(name)));
    }

    /** What a node must be told to use them for the connections of a table of settings. */
    public List<String> options(String table, String name) {
        return List.of(
                "--" + table + "-trust=" + authority(),
                "--" + table + "-certificate=" + certificate(name),
                "--" + table + "-key=" + key(name));
    }
}
