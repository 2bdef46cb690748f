package chat.paloma.core.engine.room;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.SignatureAlgorithm;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceCredential;
import chat.paloma.core.identity.DeviceId;
import chat.paloma.core.membership.Role;
import chat.paloma.core.membership.RoleEntry;
import chat.paloma.core.membership.RoomGroupId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.RoomPolicy;
import chat.paloma.core.membership.Roster;
import chat.paloma.core.membership.WhoMayAdd;
import chat.paloma.core.mls.group.CommittedProposal;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.proposal.ProposalRef;
import chat.paloma.core.mls.proposal.Sender;
import chat.paloma.core.mls.tree.LeafIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Two owners have leaves 0 and 1, and 2; an administrator has leaf 3, a member has leaf 4. */
class OwnersTest {
    private static final AccountId OWNER = account(1);
    private static final AccountId OTHER = account(2);
    private static final AccountId ADMINISTRATOR = account(3);
    private static final AccountId MEMBER = account(4);
    private static final Roster ROSTER = roster();

    private static AccountId account(int number) {
        return new AccountId(bytes(number, AccountId.LENGTH));
    }

    private static ByteString bytes(int number, int length) {
        byte[] bytes = new byte[length];
        bytes[0] = (byte) number;
        return ByteString.adopt(bytes);
    }

    private static Roster roster() {
        RoomPolicy policy = new RoomPolicy(
                new RoomGroupId(new RoomId(bytes(0, RoomId.LENGTH)), 0),
                WhoMayAdd.ADMINISTRATORS,
                List.of(
                        new RoleEntry(OWNER, Role.OWNER),
                        new RoleEntry(OTHER, Role.OWNER),
                        new RoleEntry(ADMINISTRATOR, Role.ADMINISTRATOR)),
                List.of());
        Map<AccountId, Roster.Account> accounts = new TreeMap<>();
        accounts.put(OWNER, account(policy, OWNER, 0, 1));
        accounts.put(OTHER, account(policy, OTHER, 2));
        accounts.put(ADMINISTRATOR, account(policy, ADMINISTRATOR, 3));
        accounts.put(MEMBER, account(policy, MEMBER, 4));
        return new Roster(policy, accounts);
    }

    private static Roster.Account account(RoomPolicy policy, AccountId account, int... leaves) {
        List<Roster.Device> devices = new ArrayList<>();
        for (int leaf : leaves) {
            DeviceAddress address = new DeviceAddress(account, new DeviceId(bytes(leaf, DeviceId.LENGTH)));
            devices.add(new Roster.Device(
                    new LeafIndex(leaf),
                    new DeviceCredential(address, 1, bytes(leaf, SignatureAlgorithm.ML_DSA_65.maxSignatureLength()))));
        }
        return new Roster.Account(account, policy.roleOf(account), devices);
    }

    private static CommittedProposal removal(Sender by, int leaf) {
        return new CommittedProposal(
                new Proposal.Remove(new LeafIndex(leaf)), by, Optional.of(new ProposalRef(bytes(leaf, 32))));
    }

    /** Members want to remove these leaves of their own, in this order. */
    private static List<CommittedProposal> leaving(int... leaves) {
        List<CommittedProposal> waiting = new ArrayList<>();
        for (int leaf : leaves) {
            waiting.add(removal(new Sender.Member(new LeafIndex(leaf)), leaf));
        }
        return waiting;
    }

    /** The leaves whose removal a commit leaves out. */
    private static Set<Integer> kept(List<CommittedProposal> waiting) {
        Set<Integer> kept = new TreeSet<>();
        Set<ProposalRef> references = Owners.keeping(waiting, ROSTER);
        for (int leaf = 0; leaf < 5; leaf++) {
            if (references.contains(new ProposalRef(bytes(leaf, 32)))) {
                kept.add(leaf);
            }
        }
        return kept;
    }

    @Test
    void theOwnerWhoAskedLastStays() {
        assertEquals(Set.of(2), kept(leaving(0, 1, 2)));
        assertEquals(Set.of(0, 1), kept(leaving(2, 0, 1)));
        assertEquals(Set.of(0, 1), kept(leaving(0, 2, 1)));
        assertEquals(Set.of(0, 1), kept(leaving(2, 0, 4, 1)));
    }

    @Test
    void whoIsNotTheLastOwnerLeaves() {
        assertEquals(Set.of(), kept(leaving()));
        assertEquals(Set.of(), kept(leaving(0, 1)));
        assertEquals(Set.of(), kept(leaving(0, 2)));
        assertEquals(Set.of(), kept(leaving(3, 4)));
    }

    @Test
    void aRoomInWhichNobodyStaysNeedsNoOwner() {
        assertEquals(Set.of(), kept(leaving(0, 1, 2, 3, 4)));
        assertEquals(Set.of(2), kept(leaving(0, 1, 2, 3)));
    }

    /** Whom the owners let remove others is not asked to keep anybody. */
    @Test
    void whoIsRemovedFromOutsideGoes() {
        List<CommittedProposal> waiting = new ArrayList<>(leaving(0, 1));
        waiting.add(removal(new Sender.External(0), 2));
        assertEquals(Set.of(0, 1), kept(waiting));
        List<CommittedProposal> both = List.of(
                removal(new Sender.External(0), 0),
                removal(new Sender.External(0), 1),
                removal(new Sender.External(0), 2));
        assertEquals(Set.of(), kept(both));
    }

    @Test
    void whoLeavesCountsForNothing() {
        assertEquals(
                Set.of(Role.OWNER, Role.ADMINISTRATOR, Role.MEMBER), Owners.rolesWithout(OWNER, leaving(), ROSTER));
        assertEquals(Set.of(Role.ADMINISTRATOR), Owners.rolesWithout(OWNER, leaving(2, 4), ROSTER));
        assertEquals(Set.of(Role.OWNER, Role.MEMBER), Owners.rolesWithout(OTHER, leaving(0, 3), ROSTER));
        assertEquals(Set.of(), Owners.rolesWithout(OTHER, leaving(0, 1, 3, 4), ROSTER));
    }
}
