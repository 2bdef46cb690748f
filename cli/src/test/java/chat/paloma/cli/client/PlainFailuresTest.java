package chat.paloma.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.Frame;
import chat.paloma.core.wire.SessionRequests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong for people, one line and one exit code each, and the profile works on afterwards. */
@Timeout(180)
class PlainFailuresTest {
    @TempDir
    private Path folder;

    private TamperingNode proxy;
    private Household home;
    private String key;

    // JUnit fills in the fields before each test.
    @SuppressWarnings("NullAway.Init")
    PlainFailuresTest() {}

    @BeforeEach
    void begin() throws Exception {
        proxy = new TamperingNode();
        home = new Household(folder, Optional.of(proxy.origin()));
        proxy.standsBefore(home.port());
        key = home.register("ana", "ana", home.administratorLink());
    }

    @AfterEach
    void end() throws Exception {
        home.close();
        proxy.close();
    }

    private void works(String profile) {
        assertTrue(home.run(profile, "status").succeeded().out().contains("online"));
    }

    @Test
    void aWrongRecoveryKey() throws Exception {
        String other = home.register("ben", "ben", home.run("ana", "invite").out());
        String[] recover = {"--server", proxy.origin(), "--name", "ana", "--key-file", ""};
        recover[5] = Files.writeString(folder.resolve("wrong"), other).toString();
        home.run("new", "recover", recover)
                .failed(ExitCode.REFUSED, "this is not the recovery key of this account (it belongs to 'ben')");
        recover[5] = Files.writeString(folder.resolve("right"), key).toString();
        home.run("new", "recover", recover).succeeded();
        works("new");
    }

    @Test
    void anExpiredInvite() {
        String invite = home.run("ana", "invite", "--days", "1").succeeded().out();
        home.pass(Duration.ofDays(2));
        Ran expired = home.run("ben", "register", "--invite", invite, "--name", "ben");
        expired.oneLine(ExitCode.REFUSED);
        assertTrue(
                expired.err().startsWith("paloma: the invite is unknown, used or expired: ask for a new one"),
                expired.err());
        home.run("ben", "register", "--invite", home.run("ana", "invite").out(), "--name", "ben")
                .succeeded();
        works("ben");
    }

    /** What it has stays readable. */
    @Test
    void aRevokedDevice() throws Exception {
        home.run("ana", "create", "launch").succeeded();
        home.run("ana", "send", "launch", "before", "--require-sent").succeeded();
        home.pass(Duration.ofMinutes(5));
        home.run("ana", "rooms").succeeded();
        home.link("ana", "phone", proxy.origin());
        String phone = home.run("phone", "status", "--json").only().getString("device", "");
        home.run("ana", "revoke", phone).succeeded();
        Ran revoked = home.run("phone", "send", "launch", "after");
        revoked.failed(ExitCode.DEVICE_ENDED, "this device was removed from its account");
        assertTrue(home.run("phone", "history", "launch", "--offline").succeeded().out().contains("before"));
        works("ana");
    }

    @Test
    void noNetwork() {
        home.run("ana", "create", "launch").succeeded();
        proxy.standsBefore(1);
        home.run("ana", "invite").oneLine(ExitCode.NO_CONNECTION);
        Ran queued = home.run("ana", "send", "launch", "kept");
        assertTrue(queued.succeeded().out().startsWith("queued for #launch"), queued.out());
        assertEquals(1, queued.err().lines().count(), queued.err());
        proxy.standsBefore(home.port());
        works("ana");
        assertEquals(
                "sent",
                home.run("ana", "history", "launch", "--json").json().getLast().getString("delivery", ""));
    }

    @Test
    void aServerOfAnotherVersion() {
        proxy.tamper(new TamperingNode.Tampering() {
            @Override
            public List<Frame> toClient(Frame frame, int request) {
                return frame instanceof Frame.Answered answered && request == SessionRequests.HELLO.number()
                        ? List.of(new Frame.Refused(
                                answered.id(), Failure.of(FailureCode.UNSUPPORTED_VERSION, "this node speaks version 2")))
                        : List.of(frame);
            }
        });
        home.run("ana", "status")
                .failed(
                        ExitCode.VERSION,
                        "this client and the server have no version of the protocol in common: use the newest client"
                                + " (this node speaks version 2)");
        home.run("ana", "rooms", "--offline").succeeded();
        proxy.beHonest();
        works("ana");
    }

    /** Needs the right to mount a small file system. */
    @Test
    void aFullDisk() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        Assumptions.assumeTrue(
                System.getProperty("os.name").equals("Linux")
                        && execute("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk.toString()),
                "a file system can't be mounted here");
        try {
            home.register("disk/ben", "ben", home.run("ana", "invite").out());
            home.run("disk/ben", "create", "launch").succeeded();
            Path ballast = disk.resolve("ballast");
            fill(ballast);
            Ran full = home.run("disk/ben", "send", "launch", "x".repeat(50_000), "--offline");
            full.oneLine(ExitCode.PROFILE);
            assertTrue(full.err().startsWith("paloma: the disk is full"), full.err());
            Files.delete(ballast);
            home.run("disk/ben", "send", "launch", "there is space", "--require-sent").succeeded();
            assertTrue(home.run("disk/ben", "history", "launch").succeeded().out().endsWith("there is space"));
        } finally {
            assertTrue(execute("umount", disk.toString()));
        }
    }

    private static boolean execute(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    private static void fill(Path ballast) {
        byte[] block = new byte[4096];
        try {
            while (true) {
                Files.write(ballast, block, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
        } catch (IOException e) {
            // It is full.
        }
    }
}
