/** What an account's devices share about it: read markers, drafts, settings, what the person thinks of other people. */
@NullMarked
package chat.paloma.core.engine.personal;

import org.jspecify.annotations.NullMarked;
