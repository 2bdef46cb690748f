package chat.paloma.core.engine.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import chat.paloma.core.engine.account.Registrar;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.device.EngineSettings;
import chat.paloma.core.engine.link.NodeLink;
import chat.paloma.core.engine.link.TestNode;
import chat.paloma.core.engine.link.Timers;
import chat.paloma.core.engine.state.EmptyState;
import chat.paloma.core.engine.state.EngineState;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.keypackage.KeyPackageRef;
import chat.paloma.core.mls.testing.SeededRandom;
import chat.paloma.core.wire.Frame;
import chat.paloma.core.wire.KeyRequests;
import chat.paloma.core.wire.KeyRequests.Publish;
import chat.paloma.core.wire.KeyRequests.Stock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A device that publishes key packages, at a node that takes them. */
class StockTest extends TestNode {
    private static final long DAY = 24L * 60 * 60 * 1000;
    private static final CipherSuite SUITE = CipherSuite.MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_ED25519;

    private final SeededRandom random = new SeededRandom(7);
    private final List<Publish> published = new ArrayList<>();
    private final Device device = device();
    private final NodeLink link = new NodeLink(this, new Timers());
    private final chat.paloma.core.engine.inbox.Stock stock = new chat.paloma.core.engine.inbox.Stock(device, link);
    private int left;

    private Device device() {
        Device made = new Device(
                EngineSettings.of("test").withSuite(SUITE),
                new BouncyCastleCrypto(),
                random,
                new EngineState(new EmptyState()),
                NOW);
        new Registrar(made).begin("https://chat.example", new Handle("ana"));
        return made;
    }

    @Override
    protected void asked(Frame.Asked request) throws DecodeException {
        Publish publish = KeyRequests.PUBLISH.request().decodeAll(request.body().toByteArray());
        published.add(publish);
        left += publish.keyPackages().size();
        link.received(ByteString.adopt(
                new Frame.Answered(request.id(), ByteString.adopt(new Stock(left).encoded())).encoded()));
    }

    private KeyPackageRef reference(ByteString keyPackage) throws MlsException {
        return ((MlsMessage.OfKeyPackage) MlsMessage.parse(keyPackage.toByteArray()))
                .keyPackage()
                .reference(device.mls());
    }

    /** Somebody may have used one a moment before: the Welcome is on its way. */
    @Test
    void whatWasPublishedBeforeTheListKeyWasMadeAnewStillOpensWelcomes() throws MlsException {
        stock.fill(0);
        KeyPackageRef one = reference(published.getFirst().keyPackages().getFirst());
        KeyPackageRef last = reference(published.getFirst().lastResort().orElseThrow());
        left = 0;
        stock.renew();
        Publish again = published.getLast();
        assertEquals(8, again.keyPackages().size());
        assertTrue(again.lastResort().isPresent(), "the former one has a former certificate");
        KeyPackages kept = new KeyPackages(device);
        assertTrue(kept.find(one).isPresent());
        assertTrue(kept.find(last).isPresent());
        device.beginStep(NOW + 31 * DAY);
        stock.fill(0);
        assertTrue(kept.find(one).isEmpty(), "not for ever");
        assertTrue(kept.find(last).isEmpty());
        assertTrue(kept.find(reference(again.keyPackages().getFirst())).isPresent());
    }
}
