package chat.paloma.client.store;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.crypto.SignatureKeyPair;
import chat.paloma.core.crypto.SignaturePrivateKey;
import chat.paloma.core.identity.AccountKeys;
import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.identity.DeviceCredential;
import chat.paloma.core.identity.DeviceId;
import chat.paloma.core.identity.DeviceKey;
import chat.paloma.core.identity.DeviceKeys;
import chat.paloma.core.identity.ListKey;
import chat.paloma.core.identity.RootKey;

/**
 * Who this device is: all keys of the account and the device, with their private halves.
 *
 * @param credential of the device's leaves, for the key of the default suite
 */
public record Identity(AccountKeys keys, DeviceCredential credential) implements TlsEncodable {
    private static final int MAX_PRIVATE_KEY = 8 << 10;

    /** In the clear: for the profile alone. */
    @Override
    public void encode(TlsWriter out) {
        out.writeUint16(1).write(keys.record()).write(credential);
        writeKey(out, keys.rootKey().keys().privateKey());
        writeKey(out, keys.listKey().privateKey());
        out.write(keys.deviceKeys().device());
        out.writeVector(list -> keys.deviceKeys().pairs().forEach(pair -> {
            list.write(pair.key());
            writeKey(list, pair.privateKey());
        }));
    }

    static Identity decode(TlsReader in) throws DecodeException {
        if (in.readUint16() != 1) {
            throw new DecodeException(Reason.INVALID_VALUE, "an identity of another format");
        }
        AccountRecord record = AccountRecord.decode(in);
        DeviceCredential credential = DeviceCredential.decode(in);
        RootKey root = new RootKey(
                new SignatureKeyPair(readKey(in), record.certificate().rootKey()));
        ListKey list = new ListKey(record.certificate(), readKey(in));
        DeviceKeys device = new DeviceKeys(
                DeviceId.decode(in),
                in.readList(4, pair -> new DeviceKeys.KeyPair(DeviceKey.decode(pair), readKey(pair))));
        return new Identity(new AccountKeys(root, list, device, record), credential);
    }

    private static void writeKey(TlsWriter out, SignaturePrivateKey key) {
        out.writeOpaque(key.secret().dangerouslyExpose());
    }

    private static SignaturePrivateKey readKey(TlsReader in) throws DecodeException {
        return new SignaturePrivateKey(SecretBytes.adopt(in.readOpaque(MAX_PRIVATE_KEY)));
    }
}
