package chat.paloma.core.engine.account;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.engine.api.Effect;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.device.HttpCalls;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.IdentityException;
import chat.paloma.core.wire.AccountRequests.Found;
import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.FailureCode;
import java.util.List;
import java.util.function.Consumer;

/** What a device asks of the node before it can prove anything (docs/protocol.md, <i>HTTP</i>). */
public final class NodeHttp {
    private static final int MAX_ANSWER = 256 << 10;
    private static final Effect.Header TYPE = new Effect.Header("Content-Type", "application/vnd.paloma.v1");

    private final Device device;

    public NodeHttp(Device device) {
        this.device = device;
    }

    /**
     * Asks.
     *
     * @param unreachable with a reason for a person, when there was no answer
     */
    public void ask(
            String method,
            String path,
            ByteString body,
            Consumer<ByteString> done,
            Consumer<Failure> refused,
            Consumer<String> unreachable) {
        List<Effect.Header> headers = body.isEmpty() ? List.of() : List.of(TYPE);
        device.http()
                .ask(
                        method,
                        path,
                        headers,
                        body,
                        MAX_ANSWER,
                        answer -> {
                            if (answer.isDone()) {
                                done.accept(answer.body());
                            } else {
                                refused.accept(failure(answer));
                            }
                        },
                        unreachable);
    }

    /** Gets an account whose id is known; its record is verified. */
    public void account(AccountId account, Consumer<Found> found, Consumer<Failure> refused, Consumer<Problem> failed) {
        ask(
                "GET",
                "/v1/accounts/" + account,
                ByteString.EMPTY,
                body -> {
                    try {
                        Found shown = Found.read(body);
                        shown.account().verify(device.crypto());
                        if (shown.account().account().equals(account)) {
                            found.accept(shown);
                        } else {
                            failed.accept(new Problem(ProblemCode.SERVER_DECEIVES, "another account"));
                        }
                    } catch (DecodeException | IdentityException e) {
                        failed.accept(new Problem(ProblemCode.SERVER_DECEIVES, "the account: " + e.getMessage()));
                    }
                },
                refused,
                why -> failed.accept(new Problem(ProblemCode.NO_CONNECTION, why)));
    }

    /** What a refusal over HTTP says. */
    static Failure failure(HttpCalls.Answer answer) {
        Decoder<Failure> decoder = Failure::decode;
        try {
            return decoder.decodeAll(answer.body().toByteArray());
        } catch (DecodeException e) {
            return Failure.of(FailureCode.INTERNAL, "HTTP status " + answer.status());
        }
    }
}
