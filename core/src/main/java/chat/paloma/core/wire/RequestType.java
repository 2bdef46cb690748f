package chat.paloma.core.wire;

import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsEncodable;

/**
 * A type of request, with how its body and its answer are read.
 *
 * @param number on the wire
 * @param name in documents and metrics
 */
public record RequestType<A extends TlsEncodable>(
        int number, String name, Decoder<? extends Request<A>> request, Decoder<A> answer) {}
