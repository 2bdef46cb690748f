package chat.paloma.core.mls.group;

import chat.paloma.core.mls.MlsLimits;

/**
 * How this member runs a group. It is not part of the group's state: it is given anew when the state is restored.
 *
 * @param rules that all members share
 * @param pastEpochs how many epochs that are over can still be read, at most {@link MlsLimits#MAX_PAST_EPOCHS}; the
 *     caller may forget one sooner
 * @param resumptionPsks of how many epochs the resumption PSK is kept, the current one included, from 1 to
 *     {@link MlsLimits#MAX_RESUMPTION_PSKS}
 * @param longestLifetime of a key package that this member adds, in seconds
 */
public record GroupSettings(GroupRules rules, int pastEpochs, int resumptionPsks, long longestLifetime) {
    /** Five past epochs, three resumption PSKs, key packages of at most a hundred days. */
    public static GroupSettings of(GroupRules rules) {
        return new GroupSettings(rules, 5, 3, 100L * 24 * 60 * 60);
    }

    public GroupSettings {
        if (pastEpochs < 0 || pastEpochs > MlsLimits.MAX_PAST_EPOCHS) {
            throw new IllegalArgumentException(pastEpochs + " past epochs");
        }
        if (resumptionPsks < 1 || resumptionPsks > MlsLimits.MAX_RESUMPTION_PSKS) {
            throw new IllegalArgumentException(resumptionPsks + " resumption PSKs");
        }
    }

    public GroupSettings withPastEpochs(int count) {
        return new GroupSettings(rules, count, resumptionPsks, longestLifetime);
    }
}
