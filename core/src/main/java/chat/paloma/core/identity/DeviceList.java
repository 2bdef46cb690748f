package chat.paloma.core.identity;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.labels.LabeledHash;
import java.util.List;
import java.util.Optional;

/**
 * The devices of an account at one time, before the list is signed.
 *
 * @param listKeyGeneration of the key that signs, unsigned 32 bits, from 1
 * @param version unsigned 64 bits, from 1
 * @param previous the hash of the list before, 32 bytes; zeros at version 1 and only there
 * @param devices at most {@link #MAX_DEVICES}, ascending by device; none when the account has ended
 */
public record DeviceList(
        AccountId account, long listKeyGeneration, long version, ByteString previous, List<DeviceEntry> devices)
        implements TlsEncodable {
    /** The most devices of an account. */
    public static final int MAX_DEVICES = 32;

    static final ByteString NO_PREVIOUS = ByteString.adopt(new byte[LabeledHash.LENGTH]);

    public DeviceList {
        Lengths.requireGeneration(listKeyGeneration);
        Lengths.require("the hash of a list", previous, LabeledHash.LENGTH);
        devices = List.copyOf(devices);
        if (!isVersion(version, previous)) {
            throw new IllegalArgumentException("version " + Long.toUnsignedString(version) + " after " + previous);
        }
        if (devices.size() > MAX_DEVICES || !areAscending(devices)) {
            throw new IllegalArgumentException("devices not ascending, or more than " + MAX_DEVICES);
        }
    }

    private static boolean isVersion(long version, ByteString previous) {
        return version != 0 && (version == 1) == previous.equals(NO_PREVIOUS);
    }

    private static boolean areAscending(List<DeviceEntry> devices) {
        for (int i = 1; i < devices.size(); i++) {
            if (devices.get(i - 1).device().compareTo(devices.get(i).device()) >= 0) {
                return false;
            }
        }
        return true;
    }

    /** The entry of a device. */
    public Optional<DeviceEntry> find(DeviceId device) {
        return devices.stream().filter(entry -> entry.device().equals(device)).findFirst();
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeUint16(1)
                .write(account)
                .writeUint32(listKeyGeneration)
                .writeUint64(version)
                .writeBytes(previous.toByteArray())
                .writeList(devices);
    }

    static DeviceList decode(TlsReader in) throws DecodeException {
        Lengths.decodeFormat(in);
        AccountId account = AccountId.decode(in);
        long generation = Lengths.decodeGeneration(in);
        long version = in.readUint64();
        ByteString previous = ByteString.adopt(in.readBytes(LabeledHash.LENGTH));
        List<DeviceEntry> devices = in.readList(MAX_DEVICES, DeviceEntry::decode);
        if (!isVersion(version, previous)) {
            throw new DecodeException(Reason.INVALID_VALUE, "zeros for the list before stand at version 1 only");
        }
        if (!areAscending(devices)) {
            throw new DecodeException(Reason.INVALID_VALUE, "the devices are not ascending");
        }
        return new DeviceList(account, generation, version, previous, devices);
    }
}
