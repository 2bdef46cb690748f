package chat.paloma.core.engine.own;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.engine.device.OwnIdentity;
import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.identity.DeviceId;
import chat.paloma.core.identity.DeviceList;
import chat.paloma.core.identity.ListKey;
import java.util.List;

/**
 * A change of the account's list that the node has not answered yet. It is stored before it is sent: else the list key of
 * a list that the node took could be lost with the answer.
 *
 * @param listKey that signed the record
 * @param revoked devices that are not on the list any more
 */
record PendingList(ListKey listKey, AccountRecord record, List<DeviceId> revoked) implements TlsEncodable {
    PendingList {
        revoked = List.copyOf(revoked);
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeUint16(1);
        OwnIdentity.writeListKey(out, listKey);
        out.write(record).writeList(revoked);
    }

    static PendingList decode(TlsReader in) throws DecodeException {
        if (in.readUint16() != 1) {
            throw new DecodeException(Reason.INVALID_VALUE, "a change of the list of another format");
        }
        return new PendingList(
                OwnIdentity.readListKey(in),
                AccountRecord.decode(in),
                in.readList(DeviceList.MAX_DEVICES, DeviceId::decode));
    }
}
