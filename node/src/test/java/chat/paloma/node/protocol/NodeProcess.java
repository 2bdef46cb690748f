package chat.paloma.node.protocol;

import chat.paloma.node.Node;
import chat.paloma.node.TestNodes;
import chat.paloma.node.TestProcess;
import chat.paloma.node.assembly.Chat;
import chat.paloma.node.config.LogLevel;
import chat.paloma.node.telemetry.LogSetUp;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;

/** A node with the whole chat in a process of its own, so that it can be killed. */
final class NodeProcess {
    private static final String HEAP = "160m";
    private static final String NOTICES = "notices";

    private NodeProcess() {}

    /**
     * Starts one, and waits until it takes connections.
     *
     * @param address where
     * @param wrap makes a command of another network out of one
     */
    static TestProcess start(Path folder, URI address, List<String> options, UnaryOperator<List<String>> wrap)
            throws Exception {
        Files.createDirectories(folder);
        List<String> arguments = new ArrayList<>(
                List.of(folder.toString(), "--bind=" + address.getHost(), "--port=" + address.getPort()));
        arguments.addAll(options);
        return TestProcess.start(
                        folder.resolve("log"), wrap.apply(TestProcess.java(HEAP, NodeProcess.class, arguments)))
                .awaitPort(address.getHost(), address.getPort());
    }

    /** What it tells whoever started it. */
    static List<String> notices(Path folder) throws Exception {
        Path file = folder.resolve(NOTICES);
        while (!Files.exists(file)) {
            Thread.sleep(20);
        }
        return Files.readAllLines(file);
    }

    /** Runs until it is asked to end. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        List<String> options = Arrays.asList(arguments).subList(1, arguments.length);
        LogSetUp.apply(LogLevel.WARN);
        Node node =
                Node.start(TestNodes.configuration(folder.resolve("data"), options), List.of(new Chat(false, false)));
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            node.stop();
            stopped.countDown();
        }));
        Path written = Files.write(folder.resolve(NOTICES + ".part"), node.notices());
        Files.move(written, folder.resolve(NOTICES), StandardCopyOption.ATOMIC_MOVE);
        stopped.await();
    }
}
