package chat.paloma.node.session;

import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.wire.Request;
import chat.paloma.node.account.Caller;
import java.util.concurrent.CompletionStage;

/**
 * Does one type of request. It runs on a virtual thread and may block; the next request of the connection is not begun
 * before it returns, but may be before its answer is there.
 */
@FunctionalInterface
public interface Handler<R extends Request<A>, A extends TlsEncodable> {
    /**
     * Does it.
     *
     * @throws chat.paloma.node.store.Refusal when it is refused; the answer may fail with one as well
     */
    CompletionStage<A> handle(Session session, Caller caller, R request);
}
