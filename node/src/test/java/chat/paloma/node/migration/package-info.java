@NullMarked
package chat.paloma.node.migration;

import org.jspecify.annotations.NullMarked;
