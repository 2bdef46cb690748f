package chat.paloma.node;

import chat.paloma.node.config.ConfigurationException;
import chat.paloma.node.config.NodeConfiguration;
import chat.paloma.node.config.Setting;
import chat.paloma.node.config.SettingValues;
import chat.paloma.node.config.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Real nodes on free ports of the loopback address, and real sockets to them. */
public final class TestNodes {
    private static final int PATIENCE_MILLIS = 10_000;

    private TestNodes() {}

    /** What the options of a command line say. Each is {@code --option=value}. */
    public static NodeConfiguration configuration(Path data, String... options) throws ConfigurationException {
        Path folder = data.resolve("node");
        return configuration(
                folder,
                Stream.concat(TestDatabases.options(folder).stream(), Stream.of(options))
                        .toList());
    }

    /** The same for a node with this data folder, whose database is among the options, or in the folder. */
    public static NodeConfiguration configuration(Path folder, List<String> options) throws ConfigurationException {
        SettingValues values = new SettingValues();
        values.setFromOption(Settings.DATA, folder.toString());
        values.setFromOption(Settings.PORT, "0");
        values.setFromOption(Settings.BIND, "127.0.0.1");
        for (String option : options) {
            String[] parts = option.split("=", 2);
            Setting<?> setting = Settings.all().stream()
                    .filter(known -> known.option().equals(parts[0]))
                    .findFirst()
                    .orElseThrow();
            values.setFromOption(setting, parts[1]);
        }
        return NodeConfiguration.of(values);
    }

    /** A node with these options and parts. */
    public static Node start(Path data, List<Part> parts, String... options) throws Exception {
        return Node.start(configuration(data, options), parts);
    }

    /** A connection that gives up after ten seconds. */
    public static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    public static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** Everything until the other side closes; a reset counts as a close. */
    public static String readAll(Socket socket) throws IOException {
        StringBuilder read = new StringBuilder();
        try {
            InputStream in = socket.getInputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                read.append((char) next);
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            return read.toString();
        }
        return read.toString();
    }

    /** The head of one response, and the body that its Content-Length names. */
    public static String readResponse(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed after: " + head);
            }
            head.append((char) next);
        }
        String length = head.toString().replaceAll("(?is).*content-length: (\\d+).*", "$1");
        byte[] body = length.equals(head.toString()) ? new byte[0] : in.readNBytes(Integer.parseInt(length));
        return head + new String(body, StandardCharsets.UTF_8);
    }

    /** One request, and its whole response. */
    public static String get(int port, String path, String... headers) throws IOException {
        try (Socket socket = connect(port)) {
            send(socket, request(path, "close", headers));
            return readAll(socket);
        }
    }

    public static String request(String path, String connection, String... headers) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: " + connection + "\r\n"
                + String.join(
                        "",
                        List.of(headers).stream().map(header -> header + "\r\n").toList())
                + "\r\n";
    }
}
