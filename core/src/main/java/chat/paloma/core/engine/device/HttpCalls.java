package chat.paloma.core.engine.device;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.engine.api.Effect;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** HTTP requests to the node whose answers are awaited. They are forgotten when the engine is dropped. */
public final class HttpCalls {
    /** What the node answered. */
    public record Answer(int status, ByteString body) {
        /** Whether the status says that it was done. */
        public boolean isDone() {
            return status >= 200 && status < 300;
        }
    }

    private record Call(Consumer<Answer> answered, Consumer<String> failed) {}

    private final Device device;
    private final Map<Long, Call> open = new HashMap<>();
    private long lastId;

    HttpCalls(Device device) {
        this.device = device;
    }

    /**
     * Makes a request.
     *
     * @param answered with whatever the node answers
     * @param failed with a reason for a person, when there was no answer
     */
    public void ask(
            String method,
            String path,
            List<Effect.Header> headers,
            ByteString body,
            int maxAnswer,
            Consumer<Answer> answered,
            Consumer<String> failed) {
        lastId++;
        open.put(lastId, new Call(answered, failed));
        device.effect(new Effect.Http(
                lastId, device.profile().origin().orElseThrow(), method, path, headers, body, maxAnswer));
    }

    /** Takes in an answer; one to nothing that is open is passed over. */
    public void answered(long id, Answer answer) {
        Call call = open.remove(id);
        if (call != null) {
            call.answered().accept(answer);
        }
    }

    /** Takes in that there is no answer. */
    public void failed(long id, String why) {
        Call call = open.remove(id);
        if (call != null) {
            call.failed().accept(why);
        }
    }
}
