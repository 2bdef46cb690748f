@NullMarked
package chat.paloma.bench.ingest;

import org.jspecify.annotations.NullMarked;
