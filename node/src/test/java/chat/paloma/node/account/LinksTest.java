package chat.paloma.node.account;

import static chat.paloma.node.TestStore.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.WireLimits;
import chat.paloma.node.TestStore;
import chat.paloma.node.account.Links.Part;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinksTest {
    private static final ByteString OFFER = ByteString.utf8("offer");
    private static final ByteString ANSWER = ByteString.utf8("answer");

    @TempDir
    private Path folder;

    private TestStore store;
    private Links links;

    @BeforeEach
    void open() {
        store = new TestStore(folder);
        links = new Links(store.database, store.clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static ByteString name() {
        return ByteString.adopt(TestStore.RANDOM.nextBytes(Links.NAME));
    }

    @Test
    void isGoneTenMinutesAfterItsOffer() {
        ByteString link = name();
        links.put(link, Part.OFFER, OFFER);
        store.pass(Duration.ofMinutes(9));
        links.put(link, Part.ANSWER, ANSWER);
        assertEquals(ANSWER, links.get(link, Part.ANSWER));
        store.pass(Duration.ofMinutes(1));
        assertRefused(FailureCode.NOT_FOUND, () -> links.get(link, Part.OFFER));
        assertRefused(FailureCode.NOT_FOUND, () -> links.get(link, Part.ANSWER));
        assertRefused(FailureCode.NOT_FOUND, () -> links.put(link, Part.ANSWER, ANSWER));
    }

    @Test
    void areBounded() {
        ByteString first = name();
        links.put(first, Part.OFFER, OFFER);
        for (int i = 1; i < Links.MAX_LINKS; i++) {
            links.put(name(), Part.OFFER, OFFER);
        }
        assertRefused(FailureCode.RATE_LIMITED, () -> links.put(name(), Part.OFFER, OFFER));
        links.put(first, Part.ANSWER, ANSWER);
        assertRefused(
                FailureCode.MALFORMED_REQUEST,
                () -> links.put(first, Part.OFFER, ByteString.adopt(new byte[WireLimits.MAX_LINK_PART + 1])));
        store.pass(Duration.ofMinutes(10));
        links.sweep();
        links.put(name(), Part.OFFER, OFFER);
    }
}
