package chat.paloma.core.engine.vault;

import chat.paloma.core.engine.state.EngineState;
import chat.paloma.core.engine.state.Single;
import java.util.Optional;

/** What this device keeps of its account's vault: the keys, and the newest content that it has seen. */
public final class VaultState {
    private static final int TABLE = 40;

    private final Single<VaultKeys> keys;
    private final Single<VaultContent> known;

    public VaultState(EngineState state) {
        this.keys = new Single<>(state, TABLE, 0, VaultKeys::decode);
        this.known = new Single<>(state, TABLE, 1, VaultContent::decode);
    }

    public Optional<VaultKeys> keys() {
        return keys.get();
    }

    public void setKeys(VaultKeys value) {
        keys.set(value);
    }

    /** The newest content that this device has seen; an empty one before the first. */
    public VaultContent known() {
        return known.get().orElse(VaultContent.EMPTY);
    }

    public void setKnown(VaultContent content) {
        known.set(content);
    }
}
