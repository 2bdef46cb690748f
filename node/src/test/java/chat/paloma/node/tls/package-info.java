@NullMarked
package chat.paloma.node.tls;

import org.jspecify.annotations.NullMarked;
