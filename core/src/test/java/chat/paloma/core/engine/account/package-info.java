@NullMarked
package chat.paloma.core.engine.account;

import org.jspecify.annotations.NullMarked;
