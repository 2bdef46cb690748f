package chat.paloma.core.engine.own;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.HpkeKeyPair;
import chat.paloma.core.crypto.HpkePrivateKey;
import chat.paloma.core.crypto.HpkePublicKey;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.identity.DeviceId;
import chat.paloma.core.identity.DeviceList;
import java.util.List;

/**
 * What a device that comes back with the recovery key has still to do. It is forgotten as soon as that is done: nothing
 * of the recovery key stays on a device.
 *
 * @param vault the pair that opens the vault
 * @param others the devices from before, which are still on the list until this one is in their rooms
 */
record Recovering(HpkeKeyPair vault, List<DeviceId> others) implements TlsEncodable {
    private static final int MAX_PRIVATE_KEY = 8 << 10;

    Recovering {
        others = List.copyOf(others);
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeUint16(1)
                .writeOpaque(vault.privateKey().secret().dangerouslyExpose())
                .write(vault.publicKey())
                .writeList(others);
    }

    static Recovering decode(TlsReader in) throws DecodeException {
        if (in.readUint16() != 1) {
            throw new DecodeException(Reason.INVALID_VALUE, "a recovery of another format");
        }
        HpkePrivateKey key = new HpkePrivateKey(SecretBytes.adopt(in.readOpaque(MAX_PRIVATE_KEY)));
        return new Recovering(
                new HpkeKeyPair(key, HpkePublicKey.decode(in)), in.readList(DeviceList.MAX_DEVICES, DeviceId::decode));
    }
}
