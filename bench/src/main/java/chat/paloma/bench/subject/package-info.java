/** The servers that are measured, behind one interface: ours and its peers. */
@NullMarked
package chat.paloma.bench.subject;

import org.jspecify.annotations.NullMarked;
