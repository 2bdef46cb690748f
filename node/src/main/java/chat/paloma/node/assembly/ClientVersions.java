package chat.paloma.node.assembly;

import chat.paloma.node.config.ClientVersion;

/** Versions of clients as they travel. */
final class ClientVersions {
    private ClientVersions() {}

    /** Three numbers of 16 bits in one, the first counting most. */
    static long number(ClientVersion version) {
        return (long) version.major() << 32 | (long) version.minor() << 16 | version.patch();
    }
}
