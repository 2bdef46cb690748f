/**
 * Measures Paloma beside what people would use instead, in one run on one machine.
 *
 * <p>A {@link chat.paloma.bench.Benchmark} yields measurements; the report turns them into a table with ratios, JSON
 * and Markdown. Nothing here asserts a time: figures are for people and for tracking.
 */
@NullMarked
package chat.paloma.bench;

import org.jspecify.annotations.NullMarked;
