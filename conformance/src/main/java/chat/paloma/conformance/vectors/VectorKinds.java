package chat.paloma.conformance.vectors;

import chat.paloma.conformance.vectors.mls.CryptoBasicsVectors;
import chat.paloma.conformance.vectors.mls.DeserializationVectors;
import chat.paloma.conformance.vectors.mls.KeyScheduleVectors;
import chat.paloma.conformance.vectors.mls.MessageProtectionVectors;
import chat.paloma.conformance.vectors.mls.MessagesVectors;
import chat.paloma.conformance.vectors.mls.PassiveClientVectors;
import chat.paloma.conformance.vectors.mls.PreSharedKeyVectors;
import chat.paloma.conformance.vectors.mls.SecretTreeVectors;
import chat.paloma.conformance.vectors.mls.TranscriptHashVectors;
import chat.paloma.conformance.vectors.mls.TreeKemVectors;
import chat.paloma.conformance.vectors.mls.TreeMathVectors;
import chat.paloma.conformance.vectors.mls.TreeOperationsVectors;
import chat.paloma.conformance.vectors.mls.TreeValidationVectors;
import chat.paloma.conformance.vectors.mls.WelcomeVectors;
import chat.paloma.conformance.vectors.room.RoomVectors;
import com.eclipsesource.json.JsonValue;
import java.util.List;
import java.util.Optional;

/** Every format of test vectors that is recognised. */
public final class VectorKinds {
    private static final List<VectorKind> ALL = List.of(
            new XWingVectors(),
            new HpkeVectors(),
            SkippedVectors.MERKLE,
            SkippedVectors.KEY_TRANSPARENCY,
            new DeserializationVectors(),
            new TreeMathVectors(),
            new CryptoBasicsVectors(),
            new TreeOperationsVectors(),
            new TreeValidationVectors(),
            new TreeKemVectors(),
            new KeyScheduleVectors(),
            new PreSharedKeyVectors(),
            new SecretTreeVectors(),
            new TranscriptHashVectors(),
            new MessageProtectionVectors(),
            new MessagesVectors(),
            new WelcomeVectors(),
            new PassiveClientVectors(),
            new RoomVectors());

    private VectorKinds() {}

    /** The kind whose format the document has. */
    public static Optional<VectorKind> of(JsonValue document) {
        return ALL.stream().filter(kind -> kind.recognises(document)).findFirst();
    }
}
