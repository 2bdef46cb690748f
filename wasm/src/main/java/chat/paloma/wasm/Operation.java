package chat.paloma.wasm;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;

/** Something that the page may ask a module for. */
public interface Operation {
    /** The number that names this operation in a request, from 1 to 65,535, never given to another. */
    int code();

    /** The constant's name, which the page's table of operations is checked against. */
    String name();

    /**
     * Reads the request's body and writes the response's body.
     *
     * @throws DecodeException when the body is not one of this operation
     * @throws IllegalArgumentException when the body asks for something outside its bounds
     */
    void answer(TlsReader request, TlsWriter response) throws DecodeException;
}
