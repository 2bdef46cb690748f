package chat.paloma.node.assembly;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.WireLimits;
import chat.paloma.node.account.Links;
import chat.paloma.node.account.Links.Part;
import chat.paloma.node.gateway.Exchange;
import chat.paloma.node.gateway.Routes;
import chat.paloma.node.session.Failures;
import chat.paloma.node.store.Refusal;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.Locale;
import java.util.Optional;

/** Links between new devices and devices of accounts, before the new ones can prove anything. */
final class LinkRoutes {
    private static final String PATH = "/v1/links/";

    private final Links links;
    private final Vertx vertx;

    private record Place(ByteString link, Part part) {}

    LinkRoutes(Links links, Vertx vertx) {
        this.links = links;
        this.vertx = vertx;
    }

    void mount(Routes routes) {
        routes.on(HttpMethod.GET, PATH + "*", this::get);
        routes.on(HttpMethod.PUT, PATH + "*", this::put);
    }

    private void get(Exchange exchange) {
        vertx.executeBlocking(
                        () -> {
                            Place place = place(exchange);
                            return links.get(place.link(), place.part());
                        },
                        false)
                .onSuccess(content -> exchange.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, AccountRoutes.CONTENT_TYPE)
                        .end(Buffer.buffer(content.toByteArray())))
                .onFailure(error -> AccountRoutes.refuse(exchange, Failures.explain(error)));
    }

    private void put(Exchange exchange) {
        exchange.body(WireLimits.MAX_LINK_PART)
                .onSuccess(body -> vertx.executeBlocking(
                                () -> {
                                    Place place = place(exchange);
                                    links.put(place.link(), place.part(), ByteString.adopt(body.getBytes()));
                                    return "";
                                },
                                false)
                        .onSuccess(
                                done -> exchange.response().setStatusCode(204).end())
                        .onFailure(error -> AccountRoutes.refuse(exchange, Failures.explain(error))));
    }

    /** The link and the part that a path names. */
    private static Place place(Exchange exchange) {
        String path = exchange.path().substring(PATH.length());
        int slash = path.indexOf('/');
        Optional<ByteString> link = HexNames.read(slash < 0 ? path : path.substring(0, slash), Links.NAME);
        for (Part part : Part.values()) {
            if (link.isPresent() && path.substring(slash + 1).equals(part.name().toLowerCase(Locale.ROOT))) {
                return new Place(link.get(), part);
            }
        }
        throw new Refusal(FailureCode.NOT_FOUND, "no such link");
    }
}
