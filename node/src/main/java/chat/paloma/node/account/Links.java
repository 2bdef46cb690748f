package chat.paloma.node.account;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.WireLimits;
import chat.paloma.node.store.Database;
import chat.paloma.node.store.Refusal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Where new devices and devices of accounts find each other: a link is a place of two parts, each written once by whoever
 * knows its name, and gone soon. What stands in it is opaque. All of it blocks.
 */
public final class Links {
    /** How long a link is kept behind its offer. */
    public static final Duration LIFETIME = Duration.ofMinutes(10);
    /** The most links at a time. */
    static final int MAX_LINKS = 1000;
    /** The length of a link's name in bytes. */
    public static final int NAME = 32;

    /** The two parts. */
    public enum Part {
        /** Of the new device. */
        OFFER(1),
        /** Of the device of an account. */
        ANSWER(2);

        private final int number;

        Part(int number) {
            this.number = number;
        }
    }

    private final Database database;
    private final InstantSource clock;

    public Links(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** What was put there. */
    public ByteString get(ByteString link, Part part) {
        return database.read(handle -> find(handle, link, part))
                .orElseThrow(() -> new Refusal(FailureCode.NOT_FOUND, "nothing is there, or no longer"));
    }

    /**
     * Puts a part there, once however often the same comes.
     *
     * @throws Refusal {@code LINK_TAKEN} when it was written with other bytes, {@code NOT_FOUND} for an answer to nothing
     */
    public void put(ByteString link, Part part, ByteString content) {
        if (content.isEmpty() || content.length() > WireLimits.MAX_LINK_PART) {
            throw new Refusal(FailureCode.MALFORMED_REQUEST, "a part has 1 to " + WireLimits.MAX_LINK_PART + " bytes");
        }
        Database.await(database.write(transaction -> {
            Handle handle = transaction.handle();
            forgetExpired(handle);
            Optional<ByteString> known = find(handle, link, part);
            if (known.isEmpty()) {
                insert(handle, link, part, content);
            } else if (!known.get().equals(content)) {
                throw new Refusal(FailureCode.LINK_TAKEN);
            }
            return content.length();
        }));
    }

    private void insert(Handle handle, ByteString link, Part part, ByteString content) {
        long expires = clock.millis() + LIFETIME.toMillis();
        if (part == Part.ANSWER) {
            expires = expiry(handle, link)
                    .orElseThrow(() -> new Refusal(FailureCode.NOT_FOUND, "there is no offer, or no longer"));
        } else if (count(handle) >= MAX_LINKS) {
            throw new Refusal(FailureCode.RATE_LIMITED, "too many devices are being linked");
        }
        handle.createUpdate(
                        "INSERT INTO link (link, part, content, expires_at) VALUES (:link, :part, :content, :expires)")
                .bind("link", link.toByteArray())
                .bind("part", part.number)
                .bind("content", content.toByteArray())
                .bind("expires", expires)
                .execute();
    }

    private Optional<ByteString> find(Handle handle, ByteString link, Part part) {
        return handle.createQuery("SELECT content FROM link WHERE link = :link AND part = :part AND expires_at > :now")
                .bind("link", link.toByteArray())
                .bind("part", part.number)
                .bind("now", clock.millis())
                .map((row, context) -> ByteString.adopt(row.getBytes(1)))
                .findOne();
    }

    private static Optional<Long> expiry(Handle handle, ByteString link) {
        return handle.createQuery("SELECT expires_at FROM link WHERE link = :link AND part = :part")
                .bind("link", link.toByteArray())
                .bind("part", Part.OFFER.number)
                .mapTo(Long.class)
                .findOne();
    }

    private static int count(Handle handle) {
        return handle.createQuery("SELECT COUNT(*) FROM link WHERE part = :part")
                .bind("part", Part.OFFER.number)
                .mapTo(Integer.class)
                .one();
    }

    private void forgetExpired(Handle handle) {
        handle.createUpdate("DELETE FROM link WHERE expires_at <= :now")
                .bind("now", clock.millis())
                .execute();
    }

    /** Forgets links whose time is over. */
    public void sweep() {
        Database.await(database.write(transaction -> {
            forgetExpired(transaction.handle());
            return "";
        }));
    }
}
