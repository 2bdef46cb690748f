package chat.paloma.wasm;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The operations of a module by their codes: it turns a request in bytes into a response in bytes.
 *
 * <pre>
 * struct { uint16 operation; opaque body[rest]; } Request;
 * struct {
 *   uint8 outcome;
 *   select (outcome) {
 *     case 0 (done):    opaque body[rest];
 *     case 1 (refused): opaque reason&lt;V&gt;; opaque detail&lt;V&gt;;
 *   };
 * } Response;
 * </pre>
 *
 * <p>Operation 0 lists the others as {@code struct { uint16 code; opaque name<V>; } entries<V>}. Bad input is refused
 * with a reason. Any other exception leaves this class: the module is then in an unknown state, and the page replaces
 * it.
 */
public final class OperationTable {
    /** The operation that lists all others. */
    public static final int LIST = 0;

    private static final int DONE = 0;
    private static final int REFUSED = 1;

    private final List<? extends Operation> operations;
    private final Map<Integer, Operation> byCode = new HashMap<>();

    public OperationTable(List<? extends Operation> operations) {
        this.operations = List.copyOf(operations);
        for (Operation operation : operations) {
            if (operation.code() == LIST || byCode.put(operation.code(), operation) != null) {
                throw new IllegalArgumentException("operation code used twice: " + operation.code());
            }
        }
    }

    /** Answers one request. */
    public byte[] answer(byte[] request) {
        TlsWriter response = new TlsWriter().writeUint8(DONE);
        try {
            TlsReader in = new TlsReader(request);
            int code = in.readUint16();
            Operation operation = byCode.get(code);
            if (code == LIST) {
                in.expectEnd();
                list(response);
            } else if (operation == null) {
                return refusal("UNKNOWN_OPERATION", "no operation " + code);
            } else {
                operation.answer(in, response);
                in.expectEnd();
            }
            return response.toByteArray();
        } catch (DecodeException e) {
            return refusal(e.reason().name(), e.getMessage());
        } catch (IllegalArgumentException e) {
            return refusal("INVALID_ARGUMENT", e.getMessage());
        }
    }

    private void list(TlsWriter response) {
        response.writeVector(out -> {
            for (Operation operation : operations) {
                out.writeUint16(operation.code()).write(ByteString.utf8(operation.name()));
            }
        });
    }

    private static byte[] refusal(String reason, @Nullable String detail) {
        return new TlsWriter()
                .writeUint8(REFUSED)
                .write(ByteString.utf8(reason))
                .write(ByteString.utf8(detail == null ? "" : detail))
                .toByteArray();
    }
}
