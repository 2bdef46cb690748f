package chat.paloma.core.architecture.violations;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.Collections;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import org.bouncycastle.crypto.digests.SHA256Digest;

/** A class a rule, a method a way to break it. */
@SuppressWarnings({
    "JavaTimeDefaultTimeZone",
    "JavaUtilDate",
    "MissingFail",
    "NonFinalStaticField",
    "RandomModInteger",
    "SystemOut",
    "ThreadLocalUsage"
})
public final class Violations {
    private Violations() {}

    /** What lies outside of the portable packages. */
    public abstract static class UsesOnlyPortablePackages {
        abstract InputStream inputStream();

        abstract OutputStream[] outputStreams();

        abstract Socket socket();

        abstract FileChannel channel();

        abstract Path path();

        abstract MessageDigest messageDigest();

        abstract Cipher cipher();

        abstract SecureRandom secureRandom();

        abstract ReentrantLock lock();

        abstract ExecutorService executor();

        abstract CompletableFuture<String> future();

        abstract AtomicInteger atomic();

        abstract Pattern pattern();

        abstract SHA256Digest bouncyCastle();

        abstract java.lang.reflect.Method reflection();

        abstract java.lang.foreign.Arena foreignMemory();
    }

    /** Threads and what belongs to them. */
    public abstract static class StartsNoThreads {
        abstract Thread thread();

        abstract ThreadLocal<String> threadLocal();

        abstract Timer timer();
    }

    /** Locks. */
    public abstract static class LocksNothing {
        synchronized int locked() {
            return hashCode();
        }
    }

    /** Clocks. */
    public abstract static class ReadsNoClock {
        Instant instant() {
            return Instant.now();
        }

        LocalDate date() {
            return LocalDate.now(ZoneOffset.UTC);
        }

        Clock clock() {
            return Clock.systemUTC();
        }

        long millis() {
            return System.currentTimeMillis();
        }

        long nanos() {
            return System.nanoTime();
        }

        Date oldDate() {
            return new Date();
        }

        Calendar calendar() {
            return Calendar.getInstance();
        }
    }

    /** The process around the code. */
    public abstract static class KnowsNoProcess {
        void output() {
            System.out.println();
        }

        void errors() {
            System.err.println();
        }

        int input() throws java.io.IOException {
            return System.in.read();
        }

        String environment() {
            return System.getenv("HOME");
        }

        String property() {
            return System.getProperty("user.home");
        }

        void exit() {
            System.exit(0);
        }

        int processors() {
            return Runtime.getRuntime().availableProcessors();
        }

        abstract ProcessBuilder processBuilder();
    }

    /** Sources of randomness. */
    public abstract static class DrawsNoRandomness {
        abstract Random random();

        abstract SplittableRandom splittableRandom();

        abstract RandomGenerator randomGenerator();

        abstract SecureRandom secureRandom();

        double mathRandom() {
            return Math.random();
        }

        UUID uuid() {
            return UUID.randomUUID();
        }

        void shuffle(List<String> list) {
            Collections.shuffle(list);
        }
    }

    /** What TeaVM does not have. */
    public abstract static class UsesNothingAbsentFromTeavm {
        abstract HexFormat hexFormat();

        abstract ScopedValue<String> scopedValue();

        long multiplyHigh() {
            return Math.multiplyHigh(1, 2);
        }

        long parseUnsignedLong() {
            return Long.parseUnsignedLong("1");
        }

        long lines() {
            return "a".lines().count();
        }
    }
}
