package chat.paloma.node.blob;

import chat.paloma.core.identity.AccountId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.wire.BlobId;

/** One account's upload of a blob for a room. */
public record UploadId(AccountId account, RoomId room, BlobId blob) {}
