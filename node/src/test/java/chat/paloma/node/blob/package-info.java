@NullMarked
package chat.paloma.node.blob;

import org.jspecify.annotations.NullMarked;
