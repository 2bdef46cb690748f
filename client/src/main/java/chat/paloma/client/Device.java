package chat.paloma.client;

import chat.paloma.client.store.Identity;
import chat.paloma.client.store.ProfileStore;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SignatureKeyPair;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceKeyAlgorithm;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.identity.ServerId;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.RegionId;
import chat.paloma.core.membership.RoomCapabilities;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.RoomRules;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.group.GroupSettings;
import chat.paloma.core.mls.keypackage.KeyPackageBundle;
import chat.paloma.core.mls.tree.Extension;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.ExtensionType;
import chat.paloma.core.mls.tree.Lifetime;
import java.time.InstantSource;
import java.util.List;

/**
 * This device: its profile, its keys, and what it computes with. All parts of the client share it.
 *
 * @param mls the default suite, which all its rooms have
 */
record Device(ProfileStore store, Identity identity, MlsCrypto mls, RandomSource random, InstantSource clock) {
    /** Rooms of this client have the default suite. */
    static final CipherSuite SUITE = CipherSuite.DEFAULT;

    static final DeviceKeyAlgorithm KEY_ALGORITHM =
            DeviceKeyAlgorithm.of(SUITE.signature()).orElseThrow();
    static final GroupSettings GROUP_SETTINGS = GroupSettings.of(RoomRules.GROUP_RULES);

    private static final long HOUR = 60 * 60;

    CryptoProvider crypto() {
        return mls.provider();
    }

    AccountId account() {
        return address().account();
    }

    DeviceAddress address() {
        return identity.credential().device();
    }

    Handle handle() {
        return store.settings().handle().orElseThrow();
    }

    ServerId server() {
        return store.settings().serverId().orElseThrow();
    }

    /** The key of this device's leaves. */
    SignatureKeyPair leafKey() {
        return identity.keys().deviceKeys().find(KEY_ALGORITHM).orElseThrow().toSignatureKeyPair();
    }

    /** Now, in seconds since 1970. */
    long seconds() {
        return clock.instant().getEpochSecond();
    }

    LaneId inbox() {
        return new LaneId.Inbox(address());
    }

    static LaneId lane(RoomId room) {
        return new LaneId.Room(room, RegionId.ONLY);
    }

    /** A new key package with its private keys. */
    KeyPackageBundle newKeyPackage(boolean lastResort, long notAfter) {
        ExtensionList extensions = lastResort
                ? new ExtensionList(List.of(new Extension(ExtensionType.LAST_RESORT_KEY_PACKAGE, ByteString.EMPTY)))
                : ExtensionList.EMPTY;
        try {
            return KeyPackageBundle.generate(
                    mls,
                    leafKey(),
                    new KeyPackageBundle.Description(
                            identity.credential().toCredential(),
                            RoomCapabilities.ofLeaf(SUITE),
                            new Lifetime(seconds() - HOUR, notAfter),
                            ExtensionList.EMPTY,
                            extensions),
                    random);
        } catch (CryptoException e) {
            throw new IllegalStateException("the device's own key is unusable", e);
        }
    }
}
