@NullMarked
package chat.paloma.node.config;

import org.jspecify.annotations.NullMarked;
