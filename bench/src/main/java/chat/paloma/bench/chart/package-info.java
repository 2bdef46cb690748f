/** Charts of a report, as SVG. */
@NullMarked
package chat.paloma.bench.chart;

import org.jspecify.annotations.NullMarked;
