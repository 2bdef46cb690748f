package chat.paloma.core.architecture.violations.below;

import chat.paloma.core.architecture.violations.above.Above;

/** Imports upward. */
public final class Below {
    public Above above() {
        return new Above();
    }
}
