package chat.paloma.sim.node;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceCredential;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.core.membership.RoomGroupId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.CipherSuiteId;
import chat.paloma.core.mls.GroupId;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.framing.ContentType;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.framing.PrivateMessage;
import chat.paloma.core.mls.framing.PublicMessage;
import chat.paloma.core.mls.tree.LeafNode;
import chat.paloma.core.mls.welcome.GroupInfo;
import chat.paloma.core.wire.FailureCode;

/** Reading what devices send as MLS messages, and refusing what is none, or for another room. */
final class MlsForm {
    private MlsForm() {}

    static MlsMessage parse(ByteString bytes) {
        try {
            return MlsMessage.parse(bytes.toByteArray());
        } catch (MlsException e) {
            throw new Refused(FailureCode.ENVELOPE_INVALID, String.valueOf(e.getMessage()));
        }
    }

    static GroupInfo groupInfo(ByteString bytes) {
        if (parse(bytes) instanceof MlsMessage.OfGroupInfo(GroupInfo groupInfo)) {
            return groupInfo;
        }
        throw new Refused(FailureCode.GROUP_INFO_MISMATCH, "not a GroupInfo");
    }

    static void requireWelcome(ByteString bytes, CipherSuite suite) {
        if (!(parse(bytes) instanceof MlsMessage.OfWelcome welcome)
                || !welcome.welcome().suite().equals(CipherSuiteId.of(suite))) {
            throw new Refused(FailureCode.WELCOME_MISMATCH, "not a Welcome of the group's suite");
        }
    }

    static PublicMessage handshake(ByteString bytes, RoomId room, RoomEpoch epoch, ContentType type) {
        if (!(parse(bytes) instanceof MlsMessage.OfPublicMessage(PublicMessage message))
                || message.content().content().content().type() != type) {
            throw new Refused(FailureCode.ENVELOPE_INVALID, "not a PublicMessage with a " + type);
        }
        requireOf(
                room,
                epoch,
                message.content().content().groupId(),
                message.content().content().epoch());
        return message;
    }

    static void requireApplication(ByteString bytes, RoomId room, RoomEpoch epoch) {
        if (!(parse(bytes) instanceof MlsMessage.OfPrivateMessage(PrivateMessage message))
                || message.contentType() != ContentType.APPLICATION) {
            throw new Refused(FailureCode.ENVELOPE_INVALID, "not a PrivateMessage with application data");
        }
        requireOf(room, epoch, message.groupId(), message.epoch());
    }

    private static void requireOf(RoomId room, RoomEpoch epoch, GroupId groupId, long groupEpoch) {
        if (!groupId.equals(new RoomGroupId(room, epoch.generation()).groupId()) || groupEpoch != epoch.epoch()) {
            throw new Refused(FailureCode.ENVELOPE_INVALID, "the message is of another room or epoch than it says");
        }
    }

    static DeviceCredential credential(LeafNode leaf) {
        try {
            return DeviceCredential.of(leaf.credential());
        } catch (DecodeException e) {
            throw new Refused(FailureCode.COMMIT_REFUSED, "a leaf without a device");
        }
    }

    static DeviceAddress device(LeafNode leaf) {
        return credential(leaf).device();
    }

    static Refused refused(MlsException e) {
        return new Refused(FailureCode.COMMIT_REFUSED, String.valueOf(e.getMessage()));
    }
}
