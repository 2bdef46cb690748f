package chat.paloma.node.session;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.Frame;
import chat.paloma.core.wire.Request;
import chat.paloma.core.wire.RequestType;
import chat.paloma.node.account.Caller;
import chat.paloma.node.store.Refusal;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/** Which part of the node does which request. */
public final class Dispatcher {
    private record Route<R extends Request<A>, A extends TlsEncodable>(RequestType<R, A> type, Handler<R, A> handler) {
        CompletionStage<? extends TlsEncodable> handle(Session session, Caller caller, Frame.Asked asked) {
            R request;
            try {
                request = type.request().decodeAll(asked.body().toByteArray());
            } catch (DecodeException e) {
                throw new Refusal(FailureCode.MALFORMED_REQUEST, type.name() + ": " + e.getMessage());
            }
            return handler.handle(session, caller, request);
        }
    }

    private final Map<Integer, Route<?, ?>> routes = new HashMap<>();

    /** Says what does requests of a type. */
    public <R extends Request<A>, A extends TlsEncodable> Dispatcher on(RequestType<R, A> type, Handler<R, A> handler) {
        if (routes.putIfAbsent(type.number(), new Route<>(type, handler)) != null) {
            throw new IllegalArgumentException("two handlers for " + type.name());
        }
        return this;
    }

    /** Says what does requests of a type, when the answer is there at once. */
    public <R extends Request<A>, A extends TlsEncodable> Dispatcher onBlocking(
            RequestType<R, A> type, BiFunction<Caller, R, A> handler) {
        return this.<R, A>on(
                type, (session, caller, request) -> CompletableFuture.completedFuture(handler.apply(caller, request)));
    }

    /** Whether there is a handler for this number. */
    public boolean knows(int number) {
        return routes.containsKey(number);
    }

    /** The name of a type for metrics; the same for all that are unknown. */
    String nameOf(int number) {
        Route<?, ?> route = routes.get(number);
        return route == null ? "unknown" : route.type().name();
    }

    CompletionStage<? extends TlsEncodable> dispatch(Session session, Caller caller, Frame.Asked asked) {
        Route<?, ?> route = routes.get(asked.type());
        if (route == null) {
            throw new Refusal(FailureCode.UNKNOWN_REQUEST, "type " + asked.type());
        }
        return route.handle(session, caller, asked);
    }
}
