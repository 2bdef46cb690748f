/** Durable messages: how many a second, and what they take on disk. */
@NullMarked
package chat.paloma.bench.ingest;

import org.jspecify.annotations.NullMarked;
