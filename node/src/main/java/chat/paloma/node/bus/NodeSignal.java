package chat.paloma.node.bus;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.lane.LaneId;
import java.util.List;

/** What a node tells the others of its database at once, and what is worth nothing later. */
public sealed interface NodeSignal extends TlsEncodable {
    /** The longest frame for a device in a signal. */
    int MAX_FRAME = 2048;
    /** The most accounts in a signal. */
    int MAX_ACCOUNTS = 100;

    /** A frame for all who follow a lane, but one device. */
    record InLane(LaneId lane, DeviceAddress sender, ByteString frame) implements NodeSignal {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(1).write(lane).write(sender).write(frame);
        }
    }

    /** A frame for a device, wherever it is connected. */
    record ToDevice(DeviceAddress device, ByteString frame) implements NodeSignal {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(2).write(device).write(frame);
        }
    }

    /**
     * A device has connected to the sender: its older connections end.
     *
     * @param at in milliseconds since 1970, by the sender's clock
     */
    record Connected(DeviceAddress device, long at) implements NodeSignal {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(3).write(device).writeUint64(at);
        }
    }

    /** A device may no longer act as it did. */
    record CutOff(DeviceAddress device) implements NodeSignal {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(4).write(device);
        }
    }

    /** Accounts that are connected to the sender. Good for a time; said again before that is over. */
    record Online(List<AccountPresence> accounts) implements NodeSignal {
        public Online {
            accounts = List.copyOf(accounts);
        }

        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(5).writeList(accounts);
        }
    }

    /** Whether a device of the account asked not to be shown. */
    record AccountPresence(AccountId account, boolean hidden) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(account).writeUint8(hidden ? 1 : 0);
        }

        static AccountPresence decode(TlsReader in) throws DecodeException {
            return new AccountPresence(AccountId.decode(in), in.readUint8() == 1);
        }
    }

    /** An account is connected to the sender no longer. */
    record Offline(AccountId account) implements NodeSignal {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(6).write(account);
        }
    }

    /** The sender has started, or may have missed something: the others say who is connected to them. */
    record Asking() implements NodeSignal {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(7);
        }
    }

    /** The sender has ended: nobody is connected to it. */
    record Ended() implements NodeSignal {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(8);
        }
    }

    static NodeSignal decode(TlsReader in) throws DecodeException {
        int type = in.readUint8();
        return switch (type) {
            case 1 -> new InLane(LaneId.decode(in), DeviceAddress.decode(in), ByteString.decode(in, MAX_FRAME));
            case 2 -> new ToDevice(DeviceAddress.decode(in), ByteString.decode(in, MAX_FRAME));
            case 3 -> new Connected(DeviceAddress.decode(in), in.readUint64());
            case 4 -> new CutOff(DeviceAddress.decode(in));
            case 5 -> new Online(in.readList(MAX_ACCOUNTS, AccountPresence::decode));
            case 6 -> new Offline(AccountId.decode(in));
            case 7 -> new Asking();
            case 8 -> new Ended();
            default -> throw new DecodeException(DecodeException.Reason.INVALID_VALUE, "no kind of signal: " + type);
        };
    }
}
