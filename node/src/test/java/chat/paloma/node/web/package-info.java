@NullMarked
package chat.paloma.node.web;

import org.jspecify.annotations.NullMarked;
