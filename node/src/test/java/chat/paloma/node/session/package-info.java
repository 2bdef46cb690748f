@NullMarked
package chat.paloma.node.session;

import org.jspecify.annotations.NullMarked;
