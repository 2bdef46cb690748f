package chat.paloma.node.store;

import java.util.Map;

/** Where database engines differ, in one place. */
enum Dialect {
    SQLITE(Map.of("bytes", "BLOB", "identity", "INTEGER PRIMARY KEY"));

    private final Map<String, String> placeholders;

    Dialect(Map<String, String> placeholders) {
        this.placeholders = placeholders;
    }

    /** What stands for the placeholders of the migrations. */
    Map<String, String> placeholders() {
        return placeholders;
    }
}
