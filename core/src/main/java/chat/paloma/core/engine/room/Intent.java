package chat.paloma.core.engine.room;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.SignaturePublicKey;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.membership.Role;
import chat.paloma.core.membership.WhoMayAdd;

/**
 * A change of a room that the person wants. It is kept until the room is as it says, or never can be: a commit that loses
 * its race is made again in the new epoch, without anybody noticing.
 */
sealed interface Intent extends TlsEncodable {
    /**
     * All devices of an account are in the room.
     *
     * @param patient whether it waits until the account accepts the request, and what is written waits with it
     */
    record Add(AccountId account, boolean patient) implements Intent {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(1).write(account).writeUint8(patient ? 1 : 0);
        }
    }

    /** No device of an account is in the room. */
    record Remove(AccountId account) implements Intent {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(2).write(account);
        }
    }

    /** A device is not in the room. */
    record RemoveDevice(DeviceAddress device) implements Intent {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(3).write(device);
        }
    }

    /** An account has a role. */
    record SetRole(AccountId account, Role role) implements Intent {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(4).write(account).write(role);
        }
    }

    /** Who may add others. */
    record SetWhoMayAdd(WhoMayAdd who) implements Intent {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(5).write(who);
        }
    }

    /** A link is good, or no longer. */
    record SetLink(SignaturePublicKey key, boolean good) implements Intent {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(6).write(key).writeUint8(good ? 1 : 0);
        }
    }

    /** This device's leaf has its newest certificate, with fresh keys. */
    record Heal() implements Intent {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(7);
        }
    }

    static Intent decode(TlsReader in) throws DecodeException {
        return switch (in.readUint8()) {
            case 1 -> new Add(AccountId.decode(in), in.readUint8() == 1);
            case 2 -> new Remove(AccountId.decode(in));
            case 3 -> new RemoveDevice(DeviceAddress.decode(in));
            case 4 -> new SetRole(AccountId.decode(in), Role.decode(in));
            case 5 -> new SetWhoMayAdd(WhoMayAdd.decode(in));
            case 6 -> new SetLink(SignaturePublicKey.decode(in), in.readUint8() == 1);
            case 7 -> new Heal();
            default -> throw new DecodeException(Reason.INVALID_VALUE, "no kind of intent");
        };
    }
}
