package chat.paloma.node.account;

import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceAddress;

/**
 * A device that proved who it is, on whose behalf a request is done.
 *
 * @param key of the device in the database
 */
public record Caller(DeviceAddress device, long key) {
    public AccountId account() {
        return device.account();
    }
}
