package chat.paloma.interop.tsmls;

import chat.paloma.interop.PeerException;
import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import com.eclipsesource.json.ParseException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A process that answers requests in order, one JSON object a line. What it prints to standard error goes to ours.
 *
 * <p>A process that is silent for five minutes or sends more than 64 Mi characters without a line's end is killed.
 */
final class JsonLineProcess implements AutoCloseable {
    /** ts-mls takes half a minute of CPU to add 100 to a group of 1,000, and more on a busy machine. */
    private static final long SECONDS_TO_ANSWER = 300;

    private static final int LONGEST_LINE = 64 << 20;
    private static final String END = "";

    private final Process process;
    private final Writer requests;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    JsonLineProcess(List<String> command) throws IOException {
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        requests = process.outputWriter(StandardCharsets.UTF_8);
        Thread.ofPlatform().daemon().name("answers of process " + process.pid()).start(this::readAnswers);
    }

    private void readAnswers() {
        try (Reader in = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            StringBuilder line = new StringBuilder();
            int next;
            while ((next = in.read()) >= 0 && line.length() < LONGEST_LINE) {
                if (next == '\n') {
                    answers.add(line.toString());
                    line.setLength(0);
                } else {
                    line.append((char) next);
                }
            }
        } catch (IOException e) {
            System.err.println("process " + process.pid() + ": " + e.getMessage());
        } finally {
            answers.add(END);
        }
    }

    /**
     * Sends a request and waits for its answer.
     *
     * @return the result, which may be JSON's null
     * @throws PeerException with the error that the process answered, or when it does not answer
     */
    synchronized JsonValue call(JsonObject request) throws PeerException {
        JsonObject answer;
        try {
            requests.write(request + "\n");
            requests.flush();
            String line = answers.poll(SECONDS_TO_ANSWER, TimeUnit.SECONDS);
            if (line == null || line.equals(END)) {
                process.destroyForcibly();
                throw new PeerException(
                        line == null ? "no answer for " + SECONDS_TO_ANSWER + " seconds" : "the process has ended");
            }
            answer = Json.parse(line).asObject();
        } catch (IOException | ParseException | UnsupportedOperationException e) {
            process.destroyForcibly();
            throw new PeerException("the process broke off: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PeerException("interrupted", e);
        }
        if (answer.get("error") != null) {
            throw new PeerException(answer.getString("error", ""));
        }
        return answer.get("result");
    }

    @Override
    public void close() {
        process.destroy();
    }
}
