/** The way of a node from SQLite to a PostgreSQL server. */
@NullMarked
package chat.paloma.node.migration;

import org.jspecify.annotations.NullMarked;
