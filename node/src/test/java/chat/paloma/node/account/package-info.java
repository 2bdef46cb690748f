@NullMarked
package chat.paloma.node.account;

import org.jspecify.annotations.NullMarked;
