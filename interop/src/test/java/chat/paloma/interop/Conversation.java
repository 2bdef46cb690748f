package chat.paloma.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.interop.MlsPeer.Changes;
import chat.paloma.interop.MlsPeer.Committed;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A group and the network between its members, which loses nothing.
 *
 * <p>After every step all members are in the same epoch with the same authenticator and the same exported secret.
 */
final class Conversation {
    private final CipherSuite suite;
    private final HandshakeFraming framing;
    private final Map<MlsPeer, String> members = new LinkedHashMap<>();
    private int people;

    Conversation(CipherSuite suite, HandshakeFraming framing) {
        this.suite = suite;
        this.framing = framing;
    }

    MlsPeer create(MlsImplementation implementation) throws PeerException {
        MlsPeer founder = newPerson(implementation);
        founder.create(bytes("a group of " + implementation.name()));
        members.put(founder, nameOf(implementation));
        assertEquals(0, founder.epoch());
        return founder;
    }

    /** The committer adds somebody by a key package in its commit, which has no path. */
    MlsPeer add(MlsPeer committer, MlsImplementation implementation) throws PeerException {
        MlsPeer newcomer = newPerson(implementation);
        Committed committed = committer.commit(Changes.add(newcomer.keyPackage()));
        welcome(committer, committed, newcomer, implementation);
        return newcomer;
    }

    /** The same, with a path in the commit and a path secret in the Welcome, where the committer can. */
    MlsPeer addWithPath(MlsPeer committer, MlsImplementation implementation) throws PeerException {
        MlsPeer newcomer = newPerson(implementation);
        Committed committed = committer.commit(Changes.addWithPath(newcomer.keyPackage()));
        welcome(committer, committed, newcomer, implementation);
        return newcomer;
    }

    /** One member proposes to add somebody, another commits that. */
    MlsPeer addByProposal(MlsPeer proposer, MlsPeer committer, MlsImplementation implementation) throws PeerException {
        MlsPeer newcomer = newPerson(implementation);
        deliver(proposer.proposeAdd(newcomer.keyPackage()), proposer);
        welcome(committer, committer.commit(Changes.NONE), newcomer, implementation);
        return newcomer;
    }

    private void welcome(MlsPeer committer, Committed committed, MlsPeer newcomer, MlsImplementation implementation)
            throws PeerException {
        deliver(committed.commit().toByteArray(), committer);
        ByteString welcome = committed.welcome().orElseThrow(() -> new PeerException("an add without a Welcome"));
        newcomer.join(welcome.toByteArray());
        members.put(newcomer, nameOf(implementation));
        expectAgreement();
    }

    /** One member proposes a fresh leaf for itself, another commits that, with a path. */
    void updateByProposal(MlsPeer proposer, MlsPeer committer) throws PeerException {
        deliver(proposer.proposeUpdate(), proposer);
        commit(committer, Changes.NONE);
    }

    /** A commit with a path and nothing else. */
    void refresh(MlsPeer committer) throws PeerException {
        commit(committer, Changes.NONE);
    }

    void remove(MlsPeer committer, MlsPeer leaver) throws PeerException {
        Changes removal = Changes.remove(leaver.leaf());
        members.remove(leaver);
        commit(committer, removal);
        expectShutOut(leaver);
    }

    void removeByProposal(MlsPeer proposer, MlsPeer committer, MlsPeer leaver) throws PeerException {
        byte[] proposal = proposer.proposeRemove(leaver.leaf());
        members.remove(leaver);
        deliver(proposal, proposer);
        commit(committer, Changes.NONE);
        expectShutOut(leaver);
    }

    /** Whoever was removed cannot read on. */
    private void expectShutOut(MlsPeer leaver) throws PeerException {
        byte[] message = members.keySet().iterator().next().encrypt(bytes("without you"));
        assertThrows(PeerException.class, () -> leaver.decrypt(message));
    }

    /** Somebody joins by an external commit, with the GroupInfo that a member gave out. */
    MlsPeer joinExternally(MlsPeer member, MlsImplementation implementation) throws PeerException {
        MlsPeer newcomer = newPerson(implementation);
        deliver(newcomer.joinExternally(member.groupInfo()), newcomer);
        members.put(newcomer, nameOf(implementation));
        expectAgreement();
        return newcomer;
    }

    /** A commit without a path that mixes a key into the epoch that all members know. */
    void mixInPreSharedKey(MlsPeer committer) throws PeerException {
        byte[] id = bytes("key " + committer.epoch());
        for (MlsPeer member : members.keySet()) {
            member.addPreSharedKey(id, bytes("a secret that all members know, of 47 characters"));
        }
        commit(committer, Changes.preSharedKey(id));
    }

    private void commit(MlsPeer committer, Changes changes) throws PeerException {
        long before = committer.epoch();
        deliver(committer.commit(changes).commit().toByteArray(), committer);
        assertEquals(before + 1, committer.epoch());
        expectAgreement();
    }

    private void deliver(byte[] message, MlsPeer sender) throws PeerException {
        for (MlsPeer member : members.keySet()) {
            if (!member.equals(sender)) {
                member.process(message);
            }
        }
    }

    private void expectAgreement() throws PeerException {
        MlsPeer first = members.keySet().iterator().next();
        for (MlsPeer member : members.keySet()) {
            String pair = members.get(first) + " and " + members.get(member);
            assertEquals(first.epoch(), member.epoch(), "epoch of " + pair);
            assertArrayEquals(first.epochAuthenticator(), member.epochAuthenticator(), "authenticator of " + pair);
            assertArrayEquals(exported(first), exported(member), "exported secret of " + pair);
        }
    }

    /** A message of each member reaches all others. */
    void everybodyTalks() throws PeerException {
        for (MlsPeer sender : members.keySet()) {
            byte[] data = bytes("from " + members.get(sender) + " in epoch " + sender.epoch());
            byte[] message = sender.encrypt(data);
            for (MlsPeer receiver : members.keySet()) {
                if (!receiver.equals(sender)) {
                    assertArrayEquals(data, receiver.decrypt(message), "received by " + members.get(receiver));
                }
            }
        }
    }

    private static byte[] exported(MlsPeer member) throws PeerException {
        return member.exportSecret("interop", bytes("context"), 48);
    }

    private MlsPeer newPerson(MlsImplementation implementation) throws PeerException {
        people++;
        return implementation.newPeer(suite, nameOf(implementation), framing);
    }

    private String nameOf(MlsImplementation implementation) {
        return "person " + people + " (" + implementation.name() + ")";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
