package chat.paloma.core.room.store;

/** A store returned something else than was put into it. */
public final class DamagedStoreException extends RuntimeException {
    public DamagedStoreException(String detail) {
        super(detail);
    }
}
