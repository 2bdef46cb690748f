package chat.paloma.cli.wire;

import chat.paloma.client.transport.Reasons;
import chat.paloma.client.transport.ServerAddress;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.Registration;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Registers accounts: one HTTP request, before there is a device that could prove anything. */
public final class Registrar {
    private static final String MEDIA_TYPE = "application/vnd.paloma.v1";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int MAX_ANSWER = 4 << 10;

    private final HttpClient http;
    private final ServerAddress server;

    public Registrar(HttpClient http, ServerAddress server) {
        this.http = http;
        this.server = server;
    }

    /**
     * Registers, and returns once the node has the account.
     *
     * @throws NodeException when the node refuses or is not reached
     */
    public void register(Registration registration) throws NodeException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.accounts())
                .timeout(TIMEOUT)
                .header("Content-Type", MEDIA_TYPE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(registration.encoded()))
                .build();
        try {
            HttpResponse<InputStream> answer = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            byte[] body;
            try (InputStream in = answer.body()) {
                body = in.readNBytes(MAX_ANSWER);
            }
            if (answer.statusCode() / 100 != 2) {
                throw refusal(answer.statusCode(), body);
            }
        } catch (IOException e) {
            throw NodeException.unreachable("cannot reach " + server + ": " + Reasons.describe(e), e);
        }
    }

    private NodeException refusal(int status, byte[] body) {
        Decoder<Failure> decoder = Failure::decode;
        try {
            return NodeException.refused(decoder.decodeAll(body));
        } catch (DecodeException e) {
            return NodeException.unreachable(server
                    + " is no Paloma server, or one of another version: it answered with" + " HTTP status " + status);
        }
    }
}
