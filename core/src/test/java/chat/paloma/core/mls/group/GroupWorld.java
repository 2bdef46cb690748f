package chat.paloma.core.mls.group;

import static chat.paloma.core.mls.testing.Refusals.assertBreaks;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.keypackage.KeyPackage;
import chat.paloma.core.mls.keypackage.KeyPackageBundle;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.proposal.Sender;
import chat.paloma.core.mls.schedule.GroupContext;
import chat.paloma.core.mls.schedule.PreSharedKeyId;
import chat.paloma.core.mls.tree.Credential;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.LeafIndex;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * A group whose members do things at random, over a network that loses, doubles, delays and reorders, and a server that
 * accepts one commit an epoch. Every member goes on from its stored state after every step (see {@link Device}).
 *
 * <p>Handshake messages are in the order in which the server took them, as in a lane, and members read them late and
 * more than once. Application messages come in any order or not at all.
 */
final class GroupWorld {
    private static final PreSharedKeys SHARED = id -> Optional.of(SecretBytes.adopt(new byte[] {4, 5, 6}));

    private final CipherSuite suite;
    private final int maxMembers;
    private final Random choice;
    private final Map<String, WorldMember> members = new LinkedHashMap<>();
    private final Map<String, KeyPackageBundle> invited = new LinkedHashMap<>();
    private final Map<String, Device> invitees = new HashMap<>();
    private final List<MlsMessage> lane = new ArrayList<>();
    private final Map<Long, ByteString> authenticators = new HashMap<>();
    private final Map<Long, GroupContext> contexts = new HashMap<>();
    private final List<FormerMember> former = new ArrayList<>();
    private PublicGroup server;
    private int names;
    /** How often each kind of thing happened, so that a test can say that it did. */
    final Map<String, Integer> happened = new HashMap<>();

    GroupWorld(CipherSuite suite, int maxMembers, long seed) throws Exception {
        this.suite = suite;
        this.maxMembers = maxMembers;
        this.choice = new Random(seed);
        Device creator = newDevice();
        creator.create("world");
        this.server = PublicGroup.of(
                creator.crypto,
                creator.group().groupInfo(false, true, ExtensionList.EMPTY, creator.random),
                creator.treeOf(creator.group()),
                creator.settings.rules());
        members.put(creator.name, new WorldMember(creator, 0));
        agree(creator);
    }

    private Device newDevice() {
        Device device = new Device(suite, "device " + names++);
        device.psks = SHARED;
        return device;
    }

    void step() throws Exception {
        WorldMember member = any();
        switch (choice.nextInt(12)) {
            case 0, 1, 2 -> say(member);
            case 3, 4 -> any().hear(choice).ifPresent(this::count);
            case 5 -> read(any(), 1 + choice.nextInt(3));
            case 6 -> propose(member);
            case 7, 8 -> commit(member);
            case 9 -> race();
            case 10 -> joinFromOutside();
            default -> loseState(member);
        }
    }

    private WorldMember any() {
        List<WorldMember> all = List.copyOf(members.values());
        return all.get(choice.nextInt(all.size()));
    }

    private void count(String what) {
        happened.merge(what, 1, Integer::sum);
    }

    // Application messages

    private void say(WorldMember member) throws Exception {
        if (!member.device.group().waitingProposals().isEmpty()) {
            return;
        }
        String text = member.device.name + " says " + choice.nextInt();
        WorldMember.Text sent = new WorldMember.Text(text, member.epoch(), member.device.say(text));
        for (WorldMember other : members.values()) {
            if (other != member && choice.nextInt(10) > 0) {
                other.inbox.add(sent);
                if (choice.nextInt(10) == 0) {
                    other.inbox.add(sent);
                }
            }
        }
        for (FormerMember gone : former) {
            gone.cannotRead(sent.message(), sent.epoch());
        }
        count("said");
    }

    // The lane

    /** Offers a handshake message to the server. It takes what is of its epoch, and everything honest of it. */
    private boolean offer(MlsMessage message, long epoch) throws Exception {
        if (epoch != server.context().epoch()) {
            assertBreaks(ValidationRule.FRAME_EPOCH, () -> server.receive(Device.sent(message)));
            count("stale");
            return false;
        }
        server = server.receive(Device.sent(message)).next();
        contexts.put(server.context().epoch(), server.context());
        lane.add(message);
        return true;
    }

    /** Reads on in the lane, with what was read before coming again now and then. */
    private void read(WorldMember member, int most) throws Exception {
        for (int i = 0; i < most && member.read < lane.size() && members.containsValue(member); i++) {
            MlsMessage next = lane.get(member.read);
            if (member.read + 1 < lane.size() && choice.nextInt(8) == 0) {
                member.refuses(lane.get(member.read + 1));
            }
            take(member, next);
            member.read++;
            if (members.containsValue(member) && choice.nextInt(8) == 0) {
                member.refuses(next);
            }
        }
    }

    private void take(WorldMember member, MlsMessage message) throws Exception {
        long epoch = member.epoch();
        LeafIndex ownIndex = member.device.group().ownIndex();
        FormerMember snapshot = FormerMember.of(member.device);
        Received received = member.device.receive(message);
        if (!(received instanceof Received.Advanced advanced)) {
            return;
        }
        GroupContext after = Objects.requireNonNull(contexts.get(epoch + 1));
        if (advanced.selfRemoved()) {
            members.remove(member.device.name);
            assertEquals(0, snapshot.pathSecretsOpened(message, after));
            former.add(snapshot);
            count("removed");
            return;
        }
        if (!advanced.removed().isEmpty()
                && !advanced.committerIndex().equals(ownIndex)
                && !updates(advanced, ownIndex)) {
            // Somebody who stays opens exactly one, so the trial above is a fair one. Who got a new leaf in this very
            // commit opens it with a key that is not in the snapshot.
            assertEquals(1, snapshot.pathSecretsOpened(message, after));
            count("stayed");
        }
        assertEquals(epoch + 1, member.epoch());
        agree(member.device);
    }

    private static boolean updates(Received.Advanced advanced, LeafIndex leaf) {
        return advanced.proposals().stream()
                .anyMatch(each -> each.proposal() instanceof Proposal.Update
                        && each.sender().equals(new Sender.Member(leaf)));
    }

    /** All who are ever in an epoch have one authenticator for it. */
    private void agree(Device device) {
        long epoch = device.group().context().epoch();
        ByteString authenticator = device.group().epochAuthenticator();
        assertEquals(authenticators.computeIfAbsent(epoch, _ -> authenticator), authenticator);
        if (epoch == server.context().epoch()) {
            assertEquals(server.context(), device.group().context());
        }
    }

    // Changes

    private void propose(WorldMember member) throws Exception {
        Device device = member.device;
        long epoch = member.epoch();
        if (device.group().pendingCommit().isPresent()) {
            return;
        }
        MlsMessage message = switch (choice.nextInt(3)) {
            case 0 -> device.take(device.group().proposeUpdate(LeafChange.NONE, MessageOptions.PUBLIC, device.random));
            case 1 -> device.take(device.group().propose(invite(), MessageOptions.PUBLIC, device.random));
            default -> {
                List<LeafIndex> others = othersThan(device);
                yield others.isEmpty()
                        ? device.take(device.group().propose(invite(), MessageOptions.PUBLIC, device.random))
                        : device.take(device.group()
                                .propose(
                                        new Proposal.Remove(others.get(choice.nextInt(others.size()))),
                                        MessageOptions.PUBLIC,
                                        device.random));
            }
        };
        if (offer(message, epoch)) {
            count("proposed");
        }
    }

    private Proposal.Add invite() throws Exception {
        return new Proposal.Add(inviteSomebody());
    }

    private KeyPackage inviteSomebody() throws Exception {
        Device device = newDevice();
        KeyPackageBundle bundle = device.keyPackage();
        invited.put(device.name, bundle);
        invitees.put(device.name, device);
        return bundle.keyPackage();
    }

    private List<LeafIndex> othersThan(Device device) {
        List<LeafIndex> others = new ArrayList<>();
        device.group().tree().forEachMember((index, leaf) -> {
            if (!index.equals(device.group().ownIndex())) {
                others.add(index);
            }
        });
        return others;
    }

    private void commit(WorldMember member) throws Exception {
        Optional<PendingCommit> commit = prepare(member);
        if (commit.isPresent()) {
            submit(member, commit.get());
        }
    }

    /** Two commits for one epoch: the server takes one, and the loser goes on with the winner's. */
    private void race() throws Exception {
        WorldMember first = any();
        WorldMember second = any();
        Optional<PendingCommit> one = prepare(first);
        Optional<PendingCommit> other = first == second ? Optional.empty() : prepare(second);
        if (one.isPresent()) {
            submit(first, one.get());
        }
        if (other.isPresent() && members.containsValue(second)) {
            submit(second, other.get());
            count("raced");
        }
    }

    private Optional<PendingCommit> prepare(WorldMember member) throws Exception {
        Device device = member.device;
        Optional<PendingCommit> pending = device.group().pendingCommit();
        if (pending.isPresent()) {
            // What the server took is not given up: it comes back in the lane.
            if (!lane.contains(pending.get().commit()) && choice.nextBoolean()) {
                device.store(device.group().discard());
            }
            return Optional.empty();
        }
        List<Proposal> proposals = new ArrayList<>();
        int kind = choice.nextInt(4);
        List<LeafIndex> others = othersThan(device);
        if (kind == 0 && device.group().tree().memberCount() < maxMembers) {
            for (int i = 0; i <= choice.nextInt(3); i++) {
                proposals.add(invite());
            }
        } else if (kind == 1
                && others.size() > 1
                && device.group().waitingProposals().isEmpty()) {
            proposals.add(new Proposal.Remove(others.get(choice.nextInt(others.size()))));
        } else if (kind == 2) {
            proposals.add(
                    new Proposal.PreSharedKey(new PreSharedKeyId.External(ByteString.utf8("shared"), ByteString.EMPTY)
                            .withFreshNonce(suite, device.random)));
        }
        return Optional.of(device.commit(CommitRequest.of(proposals)));
    }

    /** Offers a commit. Whoever made it may learn only later, from the lane, whether it was taken. */
    private void submit(WorldMember member, PendingCommit commit) throws Exception {
        Device device = member.device;
        long epoch = member.epoch();
        if (!offer(commit.commit(), epoch)) {
            if (choice.nextBoolean()) {
                device.store(device.group().discard());
            }
            return;
        }
        count("committed");
        if (choice.nextBoolean()) {
            read(member, lane.size());
        }
        welcome(commit);
    }

    private void welcome(PendingCommit commit) throws Exception {
        Set<String> inTree = new HashSet<>();
        server.members().forEach(member -> inTree.add(nameOf(member.leaf().credential())));
        for (String name : List.copyOf(invited.keySet())) {
            if (inTree.contains(name)) {
                Device device = Objects.requireNonNull(invitees.get(name));
                device.join(device.joinRequest(Objects.requireNonNull(invited.remove(name))), commit);
                members.put(name, new WorldMember(device, lane.size()));
                agree(device);
                count("joined");
            }
        }
    }

    private static String nameOf(Credential credential) {
        return new String(((Credential.Basic) credential).identity().toByteArray(), StandardCharsets.UTF_8);
    }

    private Optional<WorldMember> upToDate() {
        return members.values().stream()
                .filter(member -> member.epoch() == server.context().epoch())
                .findFirst();
    }

    private void joinFromOutside() throws Exception {
        Optional<WorldMember> host = upToDate();
        if (host.isEmpty() || server.members().size() >= maxMembers) {
            return;
        }
        Device guest = newDevice();
        enter(guest, guest.externalJoinRequest(), host.get().device);
        count("joined from outside");
    }

    /** A member loses its group and comes back in its own place. */
    private void loseState(WorldMember member) throws Exception {
        Optional<WorldMember> host = upToDate();
        if (host.isEmpty()
                || host.get() == member
                || member.epoch() != server.context().epoch()) {
            return;
        }
        LeafIndex place = member.device.group().ownIndex();
        members.remove(member.device.name);
        member.device.leave();
        enter(member.device, member.device.externalJoinRequest().replacing(place), host.get().device);
        count("came back");
    }

    private void enter(Device guest, ExternalJoinRequest request, Device host) throws Exception {
        MlsMessage commit = guest.take(Group.joinExternally(
                request,
                host.group().groupInfo(true, true, ExtensionList.EMPTY, host.random),
                guest.random,
                Device.NOW));
        assertTrue(offer(commit, server.context().epoch()));
        members.put(guest.name, new WorldMember(guest, lane.size()));
        agree(guest);
    }

    /** Lets everybody read to the end, and checks that all are one group that hears everyone. */
    void settle() throws Exception {
        for (WorldMember member : List.copyOf(members.values())) {
            read(member, lane.size());
        }
        assertEquals(server.members().size(), members.size());
        for (WorldMember member : members.values()) {
            assertEquals(server.context(), member.device.group().context());
            agree(member.device);
        }
        WorldMember committer = any();
        if (committer.device.group().pendingCommit().isPresent()) {
            committer.device.store(committer.device.group().discard());
        }
        PendingCommit last = committer.device.commit(CommitRequest.of());
        assertTrue(offer(last.commit(), committer.epoch()));
        for (WorldMember member : List.copyOf(members.values())) {
            read(member, lane.size());
        }
        welcome(last);
        for (WorldMember member : List.copyOf(members.values())) {
            String text = member.device.name + " is here";
            MlsMessage message = member.device.say(text);
            for (WorldMember other : members.values()) {
                if (other != member) {
                    other.device.hears(text, message);
                }
            }
            for (FormerMember gone : former) {
                gone.cannotRead(message, server.context().epoch());
            }
        }
    }
}
