package chat.paloma.core.wire;

import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsEncodable;

/**
 * A type of request, with how its body and its answer are read.
 *
 * @param number on the wire
 * @param name in documents and metrics
 */
public record RequestType<R extends Request<A>, A extends TlsEncodable>(
        int number, String name, Decoder<R> request, Decoder<A> answer) {}
