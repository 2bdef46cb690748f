package chat.paloma.core.engine.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.device.EngineSettings;
import chat.paloma.core.engine.state.EngineState;
import chat.paloma.core.engine.state.StateChange;
import chat.paloma.core.engine.state.StateReader;
import chat.paloma.core.room.Attestation;
import chat.paloma.core.room.RoomInput;
import chat.paloma.core.room.StoredOperation;
import chat.paloma.core.room.operation.Content;
import chat.paloma.core.room.operation.Operation;
import chat.paloma.core.room.operation.OperationSamples;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeptEvidenceTest {
    private static final CryptoProvider CRYPTO = new BouncyCastleCrypto();
    private static final ByteString EVIDENCE = ByteString.utf8("evidence");
    private static final Operation OPERATION = OperationSamples.operation(Content.Message.of("hello"));

    /** A store that has to fetch each value before it can be read. */
    private static final class SlowStore implements StateReader {
        private final Map<ByteString, ByteString> values = new HashMap<>();
        private final Set<ByteString> asked = new HashSet<>();
        private final Set<ByteString> fetched = new HashSet<>();

        void write(List<StateChange> changes) {
            changes.forEach(change -> change.value()
                    .ifPresentOrElse(value -> values.put(change.key(), value), () -> values.remove(change.key())));
        }

        void fetch() {
            fetched.addAll(asked);
        }

        @Override
        public boolean isAtHand(ByteString key) {
            asked.add(key);
            return fetched.contains(key);
        }

        @Override
        public Optional<ByteString> get(ByteString key) {
            assertTrue(fetched.contains(key), "what is not at hand is not read");
            return Optional.ofNullable(values.get(key));
        }

        @Override
        public List<Entry> range(ByteString from, ByteString to, int limit, boolean newestFirst) {
            throw new AssertionError("evidence is not listed");
        }
    }

    private final SlowStore store = new SlowStore();
    private final EngineState state = new EngineState(store);
    private final KeptEvidence kept =
            new KeptEvidence(new Device(EngineSettings.of("test"), CRYPTO, byte[]::new, state, 1_000));

    private static StoredOperation stored(Attestation attestation) {
        return new StoredOperation(
                OPERATION.id(CRYPTO), OPERATION, Optional.empty(), attestation, StoredOperation.State.APPLIED);
    }

    private void endStep() {
        store.write(state.drain());
        state.handedOver();
    }

    @Test
    void evidenceThatIsNotAtHandIsFetchedBeforeItIsRead() {
        StoredOperation stored = stored(new Attestation.Evident());
        kept.keep(OPERATION.room(), stored.id(), EVIDENCE);
        assertEquals(Optional.of(EVIDENCE), kept.lookUp().of(stored), "what this step keeps is at hand");
        endStep();
        KeptEvidence.Lookup first = kept.lookUp();
        assertEquals(Optional.empty(), first.of(stored));
        assertFalse(first.isComplete());
        store.fetch();
        KeptEvidence.Lookup second = kept.lookUp();
        assertEquals(Optional.of(EVIDENCE), second.of(stored));
        assertTrue(second.isComplete());
    }

    @Test
    void whatHasNoEvidenceNeedsNothingFetched() {
        KeptEvidence.Lookup look = kept.lookUp();
        assertEquals(Optional.empty(), look.of(stored(new Attestation.Own())));
        assertEquals(Optional.empty(), look.of(stored(new Attestation.Verified(ByteString.EMPTY))));
        assertTrue(look.isComplete());
    }

    @Test
    void forgottenEvidenceIsGone() {
        StoredOperation stored = stored(new Attestation.Evident());
        kept.keep(OPERATION.room(), stored.id(), EVIDENCE);
        endStep();
        kept.forget(OPERATION.room(), stored.id());
        endStep();
        kept.lookUp().of(stored);
        store.fetch();
        assertEquals(Optional.empty(), kept.of(stored));
    }

    @Test
    void roomsAreToldThatThereIsEvidenceAndNotTheEvidence() {
        RoomInput input = new RoomInput.Accepted(OPERATION, 1_000, new Attestation.Verified(EVIDENCE));
        assertEquals(EVIDENCE, KeptEvidence.in(input));
        assertEquals(new RoomInput.Accepted(OPERATION, 1_000, new Attestation.Evident()), KeptEvidence.without(input));
        RoomInput own = new RoomInput.Accepted(OPERATION, 1_000, new Attestation.Own());
        assertEquals(ByteString.EMPTY, KeptEvidence.in(own));
        assertEquals(own, KeptEvidence.without(own));
    }
}
