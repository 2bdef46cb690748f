package chat.paloma.core.membership;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceCredential;
import chat.paloma.core.mls.group.IdentityRules;
import chat.paloma.core.mls.tree.LeafNode;
import java.util.Optional;

/**
 * A client is its device address, and keeps it: a device is in a group once, may renew its key and its certificate, and
 * becomes nobody else.
 */
final class RoomIdentities implements IdentityRules {
    /** A leaf without an address is refused elsewhere; here it is the same as no other. */
    @Override
    public ByteString clientOf(LeafNode leaf) {
        return ByteString.adopt(deviceOf(leaf)
                .map(DeviceAddress::encoded)
                .orElseGet(() -> leaf.credential().encoded()));
    }

    @Override
    public boolean maySucceed(LeafNode former, LeafNode successor) {
        Optional<DeviceAddress> device = deviceOf(former);
        return device.isPresent() && device.equals(deviceOf(successor));
    }

    /** Whose leaf this says it is. */
    static Optional<DeviceAddress> deviceOf(LeafNode leaf) {
        try {
            return Optional.of(DeviceCredential.of(leaf.credential()).device());
        } catch (DecodeException e) {
            return Optional.empty();
        }
    }
}
