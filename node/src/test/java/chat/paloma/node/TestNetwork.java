package chat.paloma.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A network namespace with a cable to this machine for each thing that processes in it reach, which can be pulled out:
 * then what is sent is lost, and neither side is told. It needs Linux, root and {@code ip}.
 */
public final class TestNetwork implements AutoCloseable {
    private final String name;
    private final int number;
    private final int cables;
    private final Thread hook = new Thread(this::takeDown);

    private TestNetwork(int number, int cables) {
        this.name = "paloma" + number;
        this.number = number;
        this.cables = cables;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** One with so many cables; nothing where this machine has none. */
    public static Optional<TestNetwork> create(int cables) throws InterruptedException {
        TestNetwork network = new TestNetwork(ThreadLocalRandom.current().nextInt(1, 255), cables);
        try {
            network.lay();
            return Optional.of(network);
        } catch (IOException e) {
            network.close();
            return Optional.empty();
        }
    }

    private void lay() throws IOException, InterruptedException {
        ip("netns", "add", name);
        ip("-n", name, "link", "set", "lo", "up");
        for (int i = 0; i < cables; i++) {
            ip("link", "add", end(i), "type", "veth", "peer", "name", "engine" + i, "netns", name);
            ip("addr", "add", here(i) + "/30", "dev", end(i));
            ip("link", "set", end(i), "up");
            ip("-n", name, "addr", "add", there(i) + "/30", "dev", "engine" + i);
            ip("-n", name, "link", "set", "engine" + i, "up");
        }
    }

    private String end(int cable) {
        return name + "-" + cable;
    }

    /** The address of this machine at a cable. */
    public String here(int cable) {
        return "10.%d.%d.1".formatted(number, cable);
    }

    /** The address of the processes in the network at a cable. */
    public String there(int cable) {
        return "10.%d.%d.2".formatted(number, cable);
    }

    /** Pulls a cable out. */
    public void pull(int cable) throws IOException, InterruptedException {
        ip("link", "set", end(cable), "down");
    }

    /** Puts a cable in again. */
    public void plug(int cable) throws IOException, InterruptedException {
        ip("link", "set", end(cable), "up");
    }

    /** A command that runs in the network. */
    public List<String> command(List<String> command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name));
        all.addAll(command);
        return all;
    }

    private static void ip(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("this does not work: " + String.join(" ", command));
        }
    }

    private void takeDown() {
        try {
            ip("netns", "delete", name);
        } catch (IOException e) {
            // It was never there.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes it down, with its cables. */
    @Override
    public void close() {
        takeDown();
        Runtime.getRuntime().removeShutdownHook(hook);
    }
}
