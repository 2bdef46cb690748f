package chat.paloma.node.assembly;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.identity.ServerId;
import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.Registration;
import chat.paloma.core.wire.Retry;
import chat.paloma.core.wire.SessionRequests;
import chat.paloma.node.Host;
import chat.paloma.node.account.Accounts;
import chat.paloma.node.account.Registrations;
import chat.paloma.node.gateway.Exchange;
import chat.paloma.node.session.Failures;
import chat.paloma.node.store.Refusal;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** What happens before there is a device that could prove anything: registering, and recovering with the root key. */
final class AccountRoutes {
    private static final String PATH = "/v1/accounts";
    static final String CONTENT_TYPE = "application/vnd.paloma.v1";
    private static final int MAX_BODY = 256 << 10;

    private final Registrations registrations;
    private final Accounts accounts;
    private final ServerId server;
    private final Host host;

    AccountRoutes(Registrations registrations, Accounts accounts, ServerId server, Host host) {
        this.registrations = registrations;
        this.accounts = accounts;
        this.server = server;
        this.host = host;
    }

    void mount() {
        host.routes().on(HttpMethod.GET, "/v1/server", this::describe);
        host.routes()
                .on(HttpMethod.POST, PATH, exchange -> take(exchange, Registration::decode, registrations::register));
        host.routes().on(HttpMethod.PUT, PATH, exchange -> take(exchange, AccountRecord::decode, accounts::recover));
        host.routes().on(HttpMethod.GET, PATH + "/*", this::show);
    }

    /** For a device that is about to recover an account, and has nothing to authenticate with. */
    private void show(Exchange exchange) {
        Optional<ByteString> id = HexNames.read(exchange.path().substring(PATH.length() + 1), AccountId.LENGTH);
        host.vertx()
                .executeBlocking(
                        () -> accounts.getAccount(id.map(AccountId::new).orElseThrow(AccountRoutes::notFound)), false)
                .onSuccess(found -> exchange.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, CONTENT_TYPE)
                        .end(Buffer.buffer(found.encoded())))
                .onFailure(error -> refuse(exchange, Failures.explain(error)));
    }

    private static Refusal notFound() {
        return new Refusal(FailureCode.NOT_FOUND, "no such account");
    }

    private void describe(Exchange exchange) {
        exchange.json(
                200,
                new JsonObject()
                        .put("server", server.bytes().toHex())
                        .put("origin", host.publicAddress().get().toString())
                        .put(
                                "registration",
                                host.configuration().registration().name().toLowerCase(Locale.ROOT))
                        .put("versions", new JsonArray().add(SessionRequests.VERSION)));
    }

    private <T> void take(Exchange exchange, Decoder<T> decoder, Consumer<T> work) {
        exchange.body(MAX_BODY)
                .onSuccess(body -> host.vertx()
                        .executeBlocking(
                                () -> {
                                    work.accept(decode(decoder, body));
                                    return "";
                                },
                                false)
                        .onSuccess(
                                done -> exchange.response().setStatusCode(204).end())
                        .onFailure(error -> refuse(exchange, Failures.explain(error))));
    }

    private static <T> T decode(Decoder<T> decoder, Buffer body) {
        try {
            return decoder.decodeAll(body.getBytes());
        } catch (DecodeException e) {
            throw new Refusal(FailureCode.MALFORMED_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    static void refuse(Exchange exchange, Failure failure) {
        if (failure.retry() == Retry.LATER) {
            int seconds = Math.ceilDiv(Math.max(1, failure.retryAfter()), 1000);
            exchange.response().putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(seconds));
        }
        exchange.response()
                .setStatusCode(HttpStatus.of(failure))
                .putHeader(HttpHeaders.CONTENT_TYPE, CONTENT_TYPE)
                .end(Buffer.buffer(failure.encoded()));
    }
}
