package chat.paloma.bench.mls;

import chat.paloma.core.mls.CipherSuite;
import chat.paloma.interop.HandshakeFraming;
import chat.paloma.interop.MlsImplementation;
import chat.paloma.interop.MlsPeer;
import chat.paloma.interop.MlsPeer.Changes;
import chat.paloma.interop.MlsPeer.Committed;
import chat.paloma.interop.PeerException;
import chat.paloma.interop.paloma.Paloma;
import java.util.ArrayList;
import java.util.List;

/** One implementation in a group of one size. */
final class GroupRun {
    /** Adds in one commit: the design's limit. */
    static final int MOST_ADDS = 100;

    /** So many of what takes little, because a signature of ML-DSA takes one or several attempts. */
    private static final int CREATIONS = 20;

    /** Up to so many members everything is done quickly. */
    private static final int SMALL_GROUP = 100;

    private static final int MESSAGES = 50;
    private static final int MESSAGE_LENGTH = 200;
    private static final byte[] GROUP_ID = {1, 2, 3, 4};

    /** Whether whoever adds brings fresh keys in the same commit. */
    private enum Path {
        WITH(", with a path"),
        WITHOUT(", without a path");

        private final String label;

        Path(String label) {
            this.label = label;
        }
    }

    private final MlsImplementation implementation;
    private final CipherSuite suite;
    private final int repetitions;
    private final Figures figures;
    private int people;

    GroupRun(MlsImplementation implementation, CipherSuite suite, int repetitions, Figures figures) {
        this.implementation = implementation;
        this.suite = suite;
        this.repetitions = repetitions;
        this.figures = figures;
    }

    private MlsPeer newPerson() throws PeerException {
        return implementation.newPeer(suite, "person " + ++people, HandshakeFraming.PUBLIC_MESSAGE);
    }

    private List<Path> paths() {
        return implementation.choosesPath() ? List.of(Path.WITH, Path.WITHOUT) : List.of(Path.WITHOUT);
    }

    private static byte[] bytes(Committed committed) {
        return committed.commit().toByteArray();
    }

    private static byte[] welcome(Committed committed) throws PeerException {
        return committed
                .welcome()
                .orElseThrow(() -> new PeerException("an add without a Welcome"))
                .toByteArray();
    }

    /** The founder alone, with a new key package. */
    void create() throws PeerException {
        for (int i = 0; i < repetitions; i++) {
            List<MlsPeer> founders = new ArrayList<>();
            while (founders.size() < CREATIONS) {
                founders.add(newPerson());
            }
            figures.time("key package", CREATIONS, () -> {
                for (MlsPeer founder : founders) {
                    founder.keyPackage();
                }
                return founders;
            });
            figures.time("create", CREATIONS, () -> {
                for (MlsPeer founder : founders) {
                    founder.create(GROUP_ID);
                }
                return founders;
            });
        }
        figures.length("key package length", newPerson().keyPackage().length);
    }

    /** From one member to so many more, in commits of at most {@link #MOST_ADDS}. */
    void addAll(int members) throws PeerException {
        List<byte[]> keyPackages = keyPackages(members);
        for (Path path : paths()) {
            MlsPeer founder = newPerson();
            founder.create(GROUP_ID);
            figures.time("add " + members + " to a new group" + path.label, () -> {
                for (int from = 0; from < members; from += MOST_ADDS) {
                    founder.commit(adding(keyPackages.subList(from, Math.min(from + MOST_ADDS, members)), path));
                }
                return founder;
            });
        }
    }

    /** Of people who use Paloma, whoever adds them: it makes them fastest. */
    private List<byte[]> keyPackages(int count) throws PeerException {
        List<byte[]> keyPackages = new ArrayList<>();
        try (Paloma paloma = new Paloma()) {
            while (keyPackages.size() < count) {
                String name = "newcomer " + ++people;
                keyPackages.add(paloma.newPeer(suite, name, HandshakeFraming.PUBLIC_MESSAGE)
                        .keyPackage());
            }
        }
        return keyPackages;
    }

    private static Changes adding(List<byte[]> keyPackages, Path path) {
        return new Changes(keyPackages, List.of(), List.of(), path == Path.WITH);
    }

    /** In the group of so many members that a {@link FullTree} describes. */
    void inGroup(byte[] groupInfo, int members) throws PeerException {
        talk(groupInfo);
        // A signature of ML-DSA takes one or several attempts: small groups, where that shows, are measured more often.
        int groups = members <= SMALL_GROUP ? repetitions : 1;
        for (Path path : paths()) {
            for (int i = 0; i < groups; i++) {
                adds(groupInfo, path, (i + 1) * repetitions);
            }
        }
    }

    /** All but the adds. */
    private void talk(byte[] groupInfo) throws PeerException {
        MlsPeer sender = newPerson();
        byte[] joining = figures.time("join by an external commit", () -> sender.joinExternally(groupInfo));
        figures.length("external commit length", joining.length);

        MlsPeer receiver = newPerson();
        Committed added = sender.commit(adding(List.of(receiver.keyPackage()), Path.WITH));
        do {
            figures.time("join", () -> {
                receiver.join(welcome(added));
                return receiver;
            });
        } while (!figures.isEnough("join", repetitions));
        sender.process(bytes(receiver.commit(Changes.NONE)));
        pathCommits(sender, receiver);
        messages(sender, receiver);
        if (sender.stateLength().isPresent()) {
            figures.length("state length", sender.stateLength().getAsLong());
        }
    }

    private void pathCommits(MlsPeer sender, MlsPeer receiver) throws PeerException {
        for (int i = 0; i < repetitions; i++) {
            byte[] commit = bytes(figures.time("path commit", () -> sender.commit(Changes.NONE)));
            figures.time("process a path commit", () -> {
                receiver.process(commit);
                return receiver;
            });
            figures.length("path commit length", commit.length);
        }
    }

    private void messages(MlsPeer sender, MlsPeer receiver) throws PeerException {
        byte[] data = new byte[MESSAGE_LENGTH];
        for (int i = 0; i < repetitions; i++) {
            List<byte[]> messages = figures.time("encrypt " + MESSAGE_LENGTH + " bytes", MESSAGES, () -> {
                List<byte[]> sent = new ArrayList<>();
                while (sent.size() < MESSAGES) {
                    sent.add(sender.encrypt(data));
                }
                return sent;
            });
            figures.time("decrypt " + MESSAGE_LENGTH + " bytes", MESSAGES, () -> {
                for (byte[] message : messages) {
                    receiver.decrypt(message);
                }
                return receiver;
            });
            figures.length("message length", messages.getFirst().length);
        }
    }

    /** In a group of their own, because it grows by them. */
    private void adds(byte[] groupInfo, Path path, int untilThere) throws PeerException {
        MlsPeer sender = newPerson();
        sender.joinExternally(groupInfo);
        while (!figures.isEnough("add 1" + path.label, untilThere)) {
            List<byte[]> keyPackage = keyPackages(1);
            Committed added = figures.time("add 1" + path.label, () -> sender.commit(adding(keyPackage, path)));
            figures.length(
                    "add 1" + path.label + ", commit length", added.commit().length());
            figures.length("add 1" + path.label + ", Welcome length", welcome(added).length);
        }
        List<byte[]> keyPackages = keyPackages(MOST_ADDS);
        figures.time("add " + MOST_ADDS + path.label, () -> sender.commit(adding(keyPackages, path)));
    }
}
