package chat.paloma.core.wire;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsEncodable;

/**
 * What a device asks of a node.
 *
 * @param <A> what the node answers
 */
public interface Request<A extends TlsEncodable> extends TlsEncodable {
    RequestType<?, A> type();

    /** The frame that carries this request. */
    default Frame.Asked frame(int id) {
        return new Frame.Asked(id, type().number(), ByteString.adopt(encoded()));
    }
}
