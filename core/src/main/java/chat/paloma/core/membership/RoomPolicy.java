package chat.paloma.core.membership;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.SignaturePublicKey;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.mls.GroupId;
import chat.paloma.core.mls.schedule.GroupContext;
import chat.paloma.core.mls.tree.Extension;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.ExtensionType;
import java.util.List;

/**
 * Who may do what in a room: an extension of its groups' contexts, which every member sees and every member must
 * support. Nothing that a person wrote stands in it, because the node reads it.
 *
 * @param roles administrators and owners, ascending by account, at least one owner, at most {@link #MAX_ROLES}
 * @param linkKeys with which invite links sign, keys of the suite's signature algorithm, at most {@link
 *     #MAX_LINK_KEYS}; one that is no such key verifies nothing
 */
public record RoomPolicy(
        RoomGroupId group, WhoMayAdd whoMayAdd, List<RoleEntry> roles, List<SignaturePublicKey> linkKeys)
        implements TlsEncodable {
    public static final ExtensionType EXTENSION_TYPE = new ExtensionType(0xF0A0);
    /** The most administrators and owners of a room. */
    public static final int MAX_ROLES = 1024;
    /** The most invite links of a room at one time. */
    public static final int MAX_LINK_KEYS = 16;

    public RoomPolicy {
        roles = List.copyOf(roles);
        linkKeys = List.copyOf(linkKeys);
        if (roles.size() > MAX_ROLES || !areAscending(roles)) {
            throw new IllegalArgumentException("roles not ascending by account, or more than " + MAX_ROLES);
        }
        if (!haveOwner(roles)) {
            throw new IllegalArgumentException("a room without an owner");
        }
        if (linkKeys.size() > MAX_LINK_KEYS) {
            throw new IllegalArgumentException(linkKeys.size() + " link keys");
        }
    }

    /** The policy of a new room: one owner, no links. */
    public static RoomPolicy of(RoomId room, AccountId owner, WhoMayAdd whoMayAdd) {
        return new RoomPolicy(
                new RoomGroupId(room, 0), whoMayAdd, List.of(new RoleEntry(owner, Role.OWNER)), List.of());
    }

    /**
     * The policy among a group's extensions.
     *
     * @throws DecodeException when there is none, it is malformed, or it is of another group than {@code groupId}
     */
    public static RoomPolicy of(ExtensionList extensions, GroupId groupId) throws DecodeException {
        RoomPolicy policy = extensions
                .find(EXTENSION_TYPE, RoomPolicy::decode)
                .orElseThrow(() -> new DecodeException(Reason.INVALID_VALUE, "the group has no room policy"));
        if (!policy.group().equals(RoomGroupId.of(groupId))) {
            throw new DecodeException(Reason.INVALID_VALUE, "the policy is of another room or generation");
        }
        return policy;
    }

    /** The policy of a group in this epoch: for one that somebody joins or begins to follow. */
    public static RoomPolicy of(GroupContext context) throws DecodeException {
        return of(context.extensions(), context.groupId());
    }

    private static boolean areAscending(List<RoleEntry> roles) {
        for (int i = 1; i < roles.size(); i++) {
            if (roles.get(i - 1).account().compareTo(roles.get(i).account()) >= 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean haveOwner(List<RoleEntry> roles) {
        return roles.stream().anyMatch(entry -> entry.role() == Role.OWNER);
    }

    /** The role that an account has, or would have, in the room. */
    public Role roleOf(AccountId account) {
        return roles.stream()
                .filter(entry -> entry.account().equals(account))
                .map(RoleEntry::role)
                .findFirst()
                .orElse(Role.MEMBER);
    }

    /** As it stands in a group context. */
    public Extension extension() {
        return Extension.of(EXTENSION_TYPE, this);
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeUint16(1).write(group).write(whoMayAdd).writeList(roles).writeList(linkKeys);
    }

    public static RoomPolicy decode(TlsReader in) throws DecodeException {
        int format = in.readUint16();
        if (format != 1) {
            throw new DecodeException(Reason.INVALID_VALUE, "format " + format);
        }
        RoomGroupId group = RoomGroupId.decode(in);
        WhoMayAdd whoMayAdd = WhoMayAdd.decode(in);
        List<RoleEntry> roles = in.readList(MAX_ROLES, RoleEntry::decode);
        List<SignaturePublicKey> linkKeys = in.readList(MAX_LINK_KEYS, SignaturePublicKey::decode);
        if (!areAscending(roles) || !haveOwner(roles)) {
            throw new DecodeException(Reason.INVALID_VALUE, "the roles are not ascending, or nobody is an owner");
        }
        return new RoomPolicy(group, whoMayAdd, roles, linkKeys);
    }
}
