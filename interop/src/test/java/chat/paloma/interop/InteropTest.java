package chat.paloma.interop;

import chat.paloma.core.mls.CipherSuite;
import chat.paloma.interop.bouncycastle.Bcmls;
import chat.paloma.interop.paloma.Paloma;
import chat.paloma.interop.tsmls.TsMls;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The life of a group with members of two implementations; each of the two once as its creator. */
@Tag("slow")
class InteropTest {
    private static final List<CipherSuite> SUITES = List.of(
            CipherSuite.MLS_128_DHKEMX25519_AES128GCM_SHA256_ED25519,
            CipherSuite.MLS_256_XWING_AES256GCM_SHA512_MLDSA87);
    private static final List<MlsImplementation> IMPLEMENTATIONS = new ArrayList<>();

    @BeforeAll
    static void start() throws PeerException {
        IMPLEMENTATIONS.addAll(List.of(new Paloma(), new Bcmls(), new TsMls(Path.of("ts-mls"))));
    }

    @AfterAll
    static void stop() {
        IMPLEMENTATIONS.forEach(MlsImplementation::close);
        IMPLEMENTATIONS.clear();
    }

    /** Who creates the group, who joins it, and how they talk. */
    record Meeting(MlsImplementation host, MlsImplementation guest, CipherSuite suite, HandshakeFraming framing) {
        Conversation conversation() {
            return new Conversation(suite, framing);
        }

        @Override
        public String toString() {
            return host.name() + " creates, " + guest.name() + " joins, " + suite + ", " + framing;
        }
    }

    /** Encrypted handshakes are the same with every suite, and the other two meet only to show that they do. */
    static Stream<Meeting> meetings() {
        List<Meeting> meetings = new ArrayList<>();
        for (MlsImplementation host : IMPLEMENTATIONS) {
            for (MlsImplementation guest : IMPLEMENTATIONS) {
                SUITES.stream()
                        .filter(suite -> !host.equals(guest) && host.supports(suite) && guest.supports(suite))
                        .map(suite -> new Meeting(host, guest, suite, HandshakeFraming.PUBLIC_MESSAGE))
                        .forEach(meetings::add);
                if (!host.equals(guest) && (host instanceof Paloma || guest instanceof Paloma)) {
                    meetings.add(new Meeting(host, guest, SUITES.getFirst(), HandshakeFraming.PRIVATE_MESSAGE));
                }
            }
        }
        return meetings.stream();
    }

    @ParameterizedTest
    @MethodSource("meetings")
    void joinsByWelcomeAndTalks(Meeting meeting) throws PeerException {
        Conversation conversation = meeting.conversation();
        MlsPeer host = conversation.create(meeting.host());
        conversation.add(host, meeting.guest());
        conversation.everybodyTalks();
    }

    @ParameterizedTest
    @MethodSource("meetings")
    void bothAdd(Meeting meeting) throws PeerException {
        Conversation conversation = meeting.conversation();
        MlsPeer host = conversation.create(meeting.host());
        MlsPeer guest = conversation.add(host, meeting.guest());
        conversation.add(guest, meeting.host());
        conversation.add(host, meeting.guest());
        conversation.addWithPath(guest, meeting.host());
        conversation.addWithPath(host, meeting.guest());
        conversation.addByProposal(host, guest, meeting.host());
        conversation.addByProposal(guest, host, meeting.guest());
        conversation.everybodyTalks();
    }

    @ParameterizedTest
    @MethodSource("meetings")
    void bothUpdateByProposal(Meeting meeting) throws PeerException {
        Conversation conversation = meeting.conversation();
        MlsPeer host = conversation.create(meeting.host());
        MlsPeer guest = conversation.add(host, meeting.guest());
        MlsPeer third = conversation.add(host, meeting.guest());
        conversation.updateByProposal(guest, host);
        conversation.updateByProposal(host, guest);
        conversation.updateByProposal(third, guest);
        conversation.everybodyTalks();
    }

    @ParameterizedTest
    @MethodSource("meetings")
    void bothCommitAPath(Meeting meeting) throws PeerException {
        Conversation conversation = meeting.conversation();
        MlsPeer host = conversation.create(meeting.host());
        MlsPeer guest = conversation.add(host, meeting.guest());
        MlsPeer third = conversation.add(host, meeting.host());
        for (MlsPeer committer : List.of(host, guest, third, host)) {
            conversation.refresh(committer);
        }
        conversation.everybodyTalks();
    }

    /** Down to two members: bcmls cannot commit when it is alone in a tree of several leaves. */
    @ParameterizedTest
    @MethodSource("meetings")
    void bothRemove(Meeting meeting) throws PeerException {
        Conversation conversation = meeting.conversation();
        MlsPeer host = conversation.create(meeting.host());
        MlsPeer guest = conversation.add(host, meeting.guest());
        MlsPeer third = conversation.add(host, meeting.host());
        MlsPeer fourth = conversation.add(host, meeting.guest());
        MlsPeer fifth = conversation.add(guest, meeting.host());
        conversation.remove(guest, third);
        conversation.removeByProposal(host, guest, fourth);
        conversation.remove(guest, host);
        conversation.refresh(fifth);
        conversation.everybodyTalks();
    }

    @ParameterizedTest
    @MethodSource("meetings")
    void bothJoinByExternalCommit(Meeting meeting) throws PeerException {
        Conversation conversation = meeting.conversation();
        MlsPeer host = conversation.create(meeting.host());
        MlsPeer guest = conversation.joinExternally(host, meeting.guest());
        MlsPeer third = conversation.joinExternally(guest, meeting.host());
        conversation.joinExternally(third, meeting.guest());
        conversation.refresh(guest);
        conversation.refresh(third);
        conversation.everybodyTalks();
    }

    @ParameterizedTest
    @MethodSource("meetings")
    void bothMixInAPreSharedKey(Meeting meeting) throws PeerException {
        Conversation conversation = meeting.conversation();
        MlsPeer host = conversation.create(meeting.host());
        MlsPeer guest = conversation.add(host, meeting.guest());
        conversation.mixInPreSharedKey(host);
        conversation.mixInPreSharedKey(guest);
        conversation.everybodyTalks();
    }

    /** Seven members at its height: a tree with blank nodes, and leaves that are used again. */
    @ParameterizedTest
    @MethodSource("meetings")
    void livesALongLife(Meeting meeting) throws PeerException {
        Conversation conversation = meeting.conversation();
        MlsPeer host = conversation.create(meeting.host());
        MlsPeer guest = conversation.add(host, meeting.guest());
        MlsPeer third = conversation.add(guest, meeting.host());
        conversation.refresh(third);
        MlsPeer fourth = conversation.add(host, meeting.guest());
        conversation.refresh(fourth);
        MlsPeer fifth = conversation.joinExternally(guest, meeting.host());
        conversation.updateByProposal(fourth, third);
        conversation.remove(guest, third);
        MlsPeer sixth = conversation.add(fifth, meeting.guest());
        conversation.refresh(sixth);
        MlsPeer seventh = conversation.addByProposal(sixth, fourth, meeting.host());
        conversation.refresh(seventh);
        conversation.mixInPreSharedKey(seventh);
        conversation.removeByProposal(sixth, seventh, host);
        conversation.joinExternally(seventh, meeting.guest());
        conversation.refresh(guest);
        conversation.updateByProposal(fifth, sixth);
        conversation.refresh(fourth);
        conversation.everybodyTalks();
    }

    static Stream<Meeting> meetingsWithTsMls() {
        return meetings().filter(meeting -> !(meeting.host() instanceof Bcmls || meeting.guest() instanceof Bcmls));
    }

    /**
     * Members that were added without a path stand unmerged below nodes whose keys they do not have.
     *
     * <p>Not with bcmls: one that joins without a path secret takes the empty one for it, and believes that it has the
     * keys above its leaf until it commits a path itself. And ts-mls does not join here: it refuses a tree in which two
     * nodes above a leaf list different unmerged leaves.
     */
    @ParameterizedTest
    @MethodSource("meetingsWithTsMls")
    void encryptsToUnmergedLeaves(Meeting meeting) throws PeerException {
        MlsImplementation joiners = meeting.host() instanceof TsMls ? meeting.guest() : meeting.host();
        Conversation conversation = meeting.conversation();
        MlsPeer host = conversation.create(meeting.host());
        MlsPeer guest = conversation.add(host, meeting.guest());
        MlsPeer third = conversation.add(host, meeting.host());
        MlsPeer fourth = conversation.add(host, meeting.guest());
        for (MlsPeer member : List.of(host, guest, third, fourth)) {
            conversation.refresh(member);
        }
        conversation.remove(guest, third);
        conversation.add(host, joiners);
        conversation.joinExternally(guest, joiners);
        conversation.add(guest, joiners);
        conversation.add(fourth, joiners);
        conversation.refresh(guest);
        conversation.updateByProposal(fourth, host);
        conversation.joinExternally(host, joiners);
        conversation.everybodyTalks();
    }
}
