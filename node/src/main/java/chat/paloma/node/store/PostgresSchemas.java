package chat.paloma.node.store;

import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * The schemas of a database on PostgreSQL: {@code users} has what is known of people and their devices, {@code chat} what
 * is said and where, {@code public} which migrations there were. So an operator can give rights to one of them, or back
 * it up by itself. All SQL names tables without a schema, as SQLite has none: the search path leads to them.
 */
final class PostgresSchemas {
    /** Where the migrations make tables, before they are arranged. */
    static final String NEW = "public";

    static final String USERS = "users";
    static final String CHAT = "chat";
    static final String SEARCH_PATH = String.join(",", USERS, CHAT, NEW);

    private static final Set<String> OF_USERS =
            Set.of("account", "account_history", "device", "key_package", "invite", "invitation", "vault", "link");

    private PostgresSchemas() {}

    /** Puts tables where they belong, those of an older version among them. */
    static void arrange(Handle handle) {
        handle.execute("CREATE SCHEMA IF NOT EXISTS " + USERS);
        handle.execute("CREATE SCHEMA IF NOT EXISTS " + CHAT);
        List<String> tables = handle.createQuery(
                        "SELECT tablename FROM pg_tables WHERE schemaname = :new AND tablename <> :migrations")
                .bind("new", NEW)
                .bind("migrations", Dialect.MIGRATIONS)
                .mapTo(String.class)
                .list();
        for (String table : tables) {
            String schema = OF_USERS.contains(table) ? USERS : CHAT;
            handle.execute("ALTER TABLE " + NEW + "." + table + " SET SCHEMA " + schema);
        }
    }
}
