package chat.paloma.core.room;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.identity.DeviceAddress;

/** A device as long as its state has not been restored from a copy. Its operations form one chain. */
public record DeviceIncarnation(DeviceAddress device, long incarnation) implements TlsEncodable {
    @Override
    public void encode(TlsWriter out) {
        out.write(device).writeUint32(incarnation);
    }

    static DeviceIncarnation decode(TlsReader in) throws DecodeException {
        return new DeviceIncarnation(DeviceAddress.decode(in), in.readUint32());
    }
}
