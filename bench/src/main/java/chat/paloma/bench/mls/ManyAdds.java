package chat.paloma.bench.mls;

import chat.paloma.bench.BenchmarkException;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SignatureKeyPair;
import chat.paloma.core.mls.GroupId;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.group.CommitPolicy;
import chat.paloma.core.mls.group.CommitRequest;
import chat.paloma.core.mls.group.Group;
import chat.paloma.core.mls.group.GroupCreation;
import chat.paloma.core.mls.group.GroupRules;
import chat.paloma.core.mls.group.GroupSettings;
import chat.paloma.core.mls.group.IdentityRules;
import chat.paloma.core.mls.group.PathPolicy;
import chat.paloma.core.mls.keypackage.KeyPackage;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.interop.PeerException;
import java.util.ArrayList;
import java.util.List;

/**
 * Adding many to a new group, in the ways among which only Paloma lets the caller choose: a path in every commit or in
 * the last only, and the tree in the Welcome or apart, as a room's committer sends it.
 */
final class ManyAdds {
    private static final GroupSettings SETTINGS = GroupSettings.of(
            new GroupRules((credential, key) -> true, IdentityRules.BY_CREDENTIAL, CommitPolicy.ALLOW_ALL));

    private final MlsCrypto crypto;
    private final RandomSource random;
    private final Figures figures;
    private final List<KeyPackage> keyPackages = new ArrayList<>();

    ManyAdds(MlsCrypto crypto, RandomSource random, int members, Figures figures) throws BenchmarkException {
        this.crypto = crypto;
        this.random = random;
        this.figures = figures;
        try {
            while (keyPackages.size() < members) {
                SignatureKeyPair keys = crypto.generateSignatureKeyPair(random);
                String name = "newcomer " + keyPackages.size();
                keyPackages.add(People.keyPackage(crypto, keys, name, random).keyPackage());
            }
        } catch (CryptoException e) {
            throw new BenchmarkException("no key packages: " + e.getMessage(), e);
        }
    }

    void measure(int repetitions) throws PeerException {
        String add = "add " + keyPackages.size();
        for (int i = 0; i < repetitions; i++) {
            time(add + ", a path in each commit, the tree apart", false, true);
            time(add + ", a path in the last commit, the tree in the Welcome", true, false);
            time(add + ", a path in the last commit, the tree apart", true, true);
        }
    }

    private void time(String name, boolean inSeries, boolean treeApart) throws PeerException {
        figures.time(name, () -> {
            try {
                return addAll(inSeries, treeApart);
            } catch (MlsException | CryptoException e) {
                throw new PeerException(name + ": " + e.getMessage(), e);
            }
        });
    }

    private Group addAll(boolean inSeries, boolean treeApart) throws MlsException, CryptoException {
        SignatureKeyPair keys = crypto.generateSignatureKeyPair(random);
        long now = System.currentTimeMillis() / 1000;
        Group group = Group.create(
                new GroupCreation(
                        crypto,
                        SETTINGS,
                        new GroupId(ByteString.utf8("a group to grow")),
                        People.keyPackage(crypto, keys, "founder", random),
                        keys.privateKey(),
                        ExtensionList.EMPTY),
                random,
                now);
        for (CommitRequest each : CommitRequest.addingInSeries(keyPackages, GroupRun.MOST_ADDS)) {
            CommitRequest request = inSeries ? each : each.withPathPolicy(PathPolicy.DEFAULT);
            group = group.commit(treeApart ? request.withTreeApart().withGroupInfo() : request, random, now)
                    .next()
                    .confirm()
                    .next();
        }
        return group;
    }
}
