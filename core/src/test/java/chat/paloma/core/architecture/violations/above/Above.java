package chat.paloma.core.architecture.violations.above;

import chat.paloma.core.architecture.violations.below.Below;

/** Imports downward, as it should. */
public final class Above {
    public Below below() {
        return new Below();
    }
}
