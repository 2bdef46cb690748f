package chat.paloma.core.engine.api;

import chat.paloma.core.identity.AccountId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.wire.AccountRequests;
import chat.paloma.core.wire.AdministrationRequests;
import java.util.List;

/** What a command brought. */
public sealed interface Outcome {
    /** Nothing to tell but that it is done. */
    record Done() implements Outcome {}

    /** A text to show once: a recovery key, a link, a code. */
    record Text(String text) implements Outcome {}

    /** A room that was made or entered. */
    record Room(RoomId room) implements Outcome {}

    /** Somebody who was found. */
    record Account(AccountId account) implements Outcome {}

    /** An operation that was written, and is sent once that is possible. */
    record Operation(TimelineEntryId entry) implements Outcome {}

    /** A capability to move the bytes of a blob over HTTP, see docs/protocol.md. */
    record BlobCapability(String token, long present, long size, long expires) implements Outcome {}

    /** Links to the node that can still be used. */
    record Invites(List<AdministrationRequests.OpenInvite> invites) implements Outcome {}

    /** A page of the node's accounts. */
    record Accounts(List<AccountRequests.Summary> accounts) implements Outcome {}

    /** A page of the node's rooms. */
    record RoomSizes(List<AdministrationRequests.RoomSize> rooms) implements Outcome {}

    /** How the node is. */
    record Status(List<AdministrationRequests.Figure> figures) implements Outcome {}
}
