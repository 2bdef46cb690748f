package chat.paloma.conformance.vectors;

import com.eclipsesource.json.JsonValue;

/** A format of test vectors. The table is {@link VectorKinds}. */
public interface VectorKind {
    /** A short name for people, such as {@code mls treekem}. */
    String name();

    /** Whether the document has this format, judged from its fields. */
    boolean recognises(JsonValue document);

    /** Runs every case of a document that {@link #recognises} accepted, reporting each to {@code run}. */
    void run(JsonValue document, VectorRun run);
}
