package chat.paloma.core.engine.room;

import chat.paloma.core.crypto.SignaturePublicKey;
import chat.paloma.core.engine.account.Certification;
import chat.paloma.core.engine.account.Contacts;
import chat.paloma.core.engine.account.Directory;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.link.NodeLink;

/**
 * What those who drive rooms on one connection work with.
 *
 * @param externalSender the node's key, with which it proposes that revoked devices are removed
 */
public record RoomContext(
        Device device,
        Rooms rooms,
        Contacts contacts,
        Certification certification,
        Directory directory,
        NodeLink link,
        BlobTransfers blobs,
        SignaturePublicKey externalSender) {}
