package chat.paloma.core.engine.device;

import chat.paloma.core.identity.DeviceKeyAlgorithm;
import chat.paloma.core.membership.RoomRules;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.group.GroupSettings;

/**
 * What is the same for all of an engine's life.
 *
 * @param suite of the rooms that it opens, and the only one that it joins: a room does not change it
 * @param client its name, for the node's log and the list of devices
 * @param clientVersion as docs/protocol.md writes versions
 * @param archiveAfter how long an operation waits before it is archived, in milliseconds
 * @param historyTurn how long each member has to send a room's history to somebody who came in, before the next one does,
 *     in milliseconds
 */
public record EngineSettings(
        CipherSuite suite, String client, long clientVersion, long archiveAfter, long historyTurn) {
    /** 0.1.0 */
    public static final long VERSION = 1L << 16;

    public static final GroupSettings GROUPS = GroupSettings.of(RoomRules.GROUP_RULES);

    /** The default suite. */
    public static EngineSettings of(String client) {
        return new EngineSettings(CipherSuite.DEFAULT, client, VERSION, 30_000, 10_000);
    }

    public EngineSettings withSuite(CipherSuite other) {
        return new EngineSettings(other, client, clientVersion, archiveAfter, historyTurn);
    }

    public EngineSettings withArchiveAfter(long millis) {
        return new EngineSettings(suite, client, clientVersion, millis, historyTurn);
    }

    public EngineSettings withHistoryTurn(long millis) {
        return new EngineSettings(suite, client, clientVersion, archiveAfter, millis);
    }

    /** The algorithm of the device's key, which signs its leaves and authenticates it. */
    public DeviceKeyAlgorithm keyAlgorithm() {
        return DeviceKeyAlgorithm.of(suite.signature())
                .orElseThrow(() -> new IllegalArgumentException("no device signs for " + suite));
    }
}
