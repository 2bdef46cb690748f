package chat.paloma.node.gateway;

/**
 * Why an HTTP request is not answered as asked. Its body is a JSON object: {@code error} for programs, {@code message} for
 * people.
 */
public enum HttpError {
    MALFORMED(400, "malformed", "This is not a request that HTTP/1.1 knows."),
    NOT_FOUND(404, "not-found", "There is nothing here."),
    METHOD_NOT_ALLOWED(405, "method-not-allowed", "This address does not take this method; see the header Allow."),
    TOO_LARGE(413, "too-large", "The body is larger than this address takes."),
    ADDRESS_TOO_LONG(414, "address-too-long", "The address is too long."),
    UPGRADE_REQUIRED(426, "upgrade-required", "This address takes WebSocket connections only."),
    TOO_MANY_REQUESTS(429, "too-many-requests", "Too many requests; wait as long as the header Retry-After says."),
    HEAD_TOO_LARGE(431, "head-too-large", "The head of the request is too large."),
    INTERNAL(500, "internal", "The node failed to answer; its log says more."),
    UNAVAILABLE(503, "unavailable", "The node is starting or stopping; try again soon.");

    private final int status;
    private final String code;
    private final String message;

    HttpError(int status, String code, String message) {
        this.status = status;
        this.code = code;
        this.message = message;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** What programs tell it by. */
    public String code() {
        return code;
    }

    /** What people read. */
    public String message() {
        return message;
    }
}
