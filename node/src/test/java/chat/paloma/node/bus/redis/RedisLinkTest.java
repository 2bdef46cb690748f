package chat.paloma.node.bus.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.node.TestRedis;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on a real Redis, which stops and comes back. */
@Tag("slow")
class RedisLinkTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1_800_000_000L));

    @TempDir
    private Path folder;

    private final BlockingQueue<ByteString> received = new LinkedBlockingQueue<>();
    private Vertx vertx;
    private TestRedis redis;
    private RedisLink one;
    private RedisLink other;

    @BeforeEach
    void start() throws Exception {
        redis = new TestRedis(folder);
        vertx = Vertx.vertx();
        one = link(TestRedis.PASSWORD);
        other = link(TestRedis.PASSWORD);
        other.listen(received::add);
        one.start();
        other.start();
    }

    @AfterEach
    void stop() {
        if (vertx != null) {
            one.close();
            other.close();
            vertx.close();
            redis.close();
        }
    }

    private RedisLink link(String password) {
        return new RedisLink(vertx, redis.server(), Optional.of(password), "channel");
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 1500 && !condition.getAsBoolean(); i++) {
            Thread.sleep(20);
        }
        assertTrue(condition.getAsBoolean());
    }

    private void assertArrives(String text) throws InterruptedException {
        one.publish(ByteString.utf8(text));
        assertEquals(ByteString.utf8(text), received.poll(20, TimeUnit.SECONDS));
    }

    @Test
    void carriesMessagesAgainWhenRedisIsBack() throws Exception {
        assertArrives("first");
        redis.stop();
        await(() -> !one.isUp() && !other.isUp());
        one.publish(ByteString.utf8("lost"));
        redis.startAgain();
        await(() -> one.isUp() && other.isUp());
        assertArrives("second");
    }

    @Test
    void countsWhatBothNodesDo() throws Exception {
        RedisCounts ones = new RedisCounts(one, "test", CLOCK);
        RedisCounts others = new RedisCounts(other, "test", CLOCK);
        for (int i = 0; i < 6; i++) {
            assertEquals(Duration.ZERO, ones.count("ada", 10, MINUTE));
            assertEquals(Duration.ZERO, others.count("ada", 10, MINUTE));
        }
        ones.exchange();
        await(() -> {
            others.count("ada", 10, MINUTE);
            others.exchange();
            return !others.count("ada", 10, MINUTE).isZero();
        });
        assertEquals(Duration.ZERO, others.count("bob", 10, MINUTE));
        assertEquals(Duration.ZERO, ones.count("ada", 1000, MINUTE));
    }

    @Test
    void countsNothingWithoutRedis() throws Exception {
        RedisCounts counts = new RedisCounts(one, "test", CLOCK);
        redis.stop();
        await(() -> !one.isUp());
        for (int i = 0; i < 100; i++) {
            assertEquals(Duration.ZERO, counts.count("ada", 10, MINUTE));
            counts.exchange();
        }
    }

    @Test
    void saysThatItsPasswordIsWrong() {
        RedisLink wrong = link("wrong");
        Exception refused = assertThrows(Exception.class, wrong::start);
        assertTrue(String.valueOf(refused.getMessage()).contains("WRONGPASS"), String.valueOf(refused));
        assertFalse(wrong.isUp());
        wrong.close();
    }
}
