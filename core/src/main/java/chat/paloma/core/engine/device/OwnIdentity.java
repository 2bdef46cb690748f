package chat.paloma.core.engine.device;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.crypto.SignaturePrivateKey;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceCredential;
import chat.paloma.core.identity.DeviceId;
import chat.paloma.core.identity.DeviceKey;
import chat.paloma.core.identity.DeviceKeys;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.identity.ListKey;
import chat.paloma.core.identity.ListKeyCertificate;

/**
 * Who this device is, with the private halves of what it holds. The root key is not among it: it comes from the recovery
 * key, when that is typed in.
 *
 * @param handle under which the account registered
 * @param listKey with which the account's devices sign their list: of the record's generation, or of one before while
 *     another device's new one is on its way
 * @param record the account's newest
 * @param credential of the device's leaves
 */
public record OwnIdentity(
        Handle handle, ListKey listKey, DeviceKeys deviceKeys, AccountRecord record, DeviceCredential credential)
        implements TlsEncodable {
    private static final int MAX_PRIVATE_KEY = 8 << 10;

    public AccountId account() {
        return record.account();
    }

    public DeviceAddress address() {
        return credential.device();
    }

    /** The same device, with a newer record of its account. */
    public OwnIdentity withRecord(AccountRecord newest) {
        return new OwnIdentity(handle, listKey, deviceKeys, newest, credential);
    }

    /** The same device, after the account's list key was rotated. */
    public OwnIdentity withListKey(ListKey rotated, AccountRecord newest, DeviceCredential certified) {
        return new OwnIdentity(handle, rotated, deviceKeys, newest, certified);
    }

    public OwnIdentity withHandle(Handle other) {
        return new OwnIdentity(other, listKey, deviceKeys, record, credential);
    }

    /** Secrets in the clear: for the host's encrypted store alone. */
    @Override
    public void encode(TlsWriter out) {
        out.writeUint16(1).write(handle);
        writeListKey(out, listKey);
        out.write(record).write(credential).write(deviceKeys.device());
        out.writeVector(list -> deviceKeys.pairs().forEach(pair -> {
            list.write(pair.key());
            writeKey(list, pair.privateKey());
        }));
    }

    public static OwnIdentity decode(TlsReader in) throws DecodeException {
        if (in.readUint16() != 1) {
            throw new DecodeException(Reason.INVALID_VALUE, "an identity of another format");
        }
        Handle handle = Handle.decode(in);
        ListKey listKey = readListKey(in);
        AccountRecord record = AccountRecord.decode(in);
        DeviceCredential credential = DeviceCredential.decode(in);
        DeviceKeys device = new DeviceKeys(
                DeviceId.decode(in),
                in.readList(4, pair -> new DeviceKeys.KeyPair(DeviceKey.decode(pair), readKey(pair))));
        return new OwnIdentity(handle, listKey, device, record, credential);
    }

    /** Writes a list key with its private half: for the host's encrypted store, and for devices of the account. */
    public static void writeListKey(TlsWriter out, ListKey listKey) {
        out.write(listKey.certificate());
        writeKey(out, listKey.privateKey());
    }

    /** Reads what {@link #writeListKey} wrote. */
    public static ListKey readListKey(TlsReader in) throws DecodeException {
        return new ListKey(ListKeyCertificate.decode(in), readKey(in));
    }

    private static void writeKey(TlsWriter out, SignaturePrivateKey key) {
        out.writeOpaque(key.secret().dangerouslyExpose());
    }

    private static SignaturePrivateKey readKey(TlsReader in) throws DecodeException {
        return new SignaturePrivateKey(SecretBytes.adopt(in.readOpaque(MAX_PRIVATE_KEY)));
    }
}
