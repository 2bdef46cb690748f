package chat.paloma.core.engine.account;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceCredential;
import chat.paloma.core.identity.DeviceKey;
import chat.paloma.core.identity.IdentityException;
import chat.paloma.core.mls.tree.LeafNode;
import chat.paloma.core.mls.tree.RatchetTree;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether the accounts of leaves vouch for them, as far as their records are known. */
public final class Certification {
    private static final int MAX_REMEMBERED = 4096;
    private static final int TREES_REMEMBERED = 16;

    private record Verdict(AccountRecord record, Optional<String> objection) {}

    /** A tree in which everybody was vouched for, by what was known then. */
    private record Vouched(RatchetTree tree, long contacts, AccountRecord own) {
        /** Whether it is of the very same values, which never change: to compare them would cost what this saves. */
        @SuppressWarnings("ReferenceEquality")
        boolean is(Vouched other) {
            return tree == other.tree && contacts == other.contacts && own == other.own;
        }
    }

    private final Device device;
    private final Contacts contacts;
    /** Signatures are expensive, and members do not change: by signature key and credential. */
    private final Map<ByteString, Verdict> verdicts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteString, Verdict> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    /** A room has the same tree for many messages, and may have a thousand members. */
    private final Deque<Vouched> vouched = new ArrayDeque<>();

    private @Nullable RatchetTree lastTree;
    private List<AccountId> lastAccounts = List.of();

    public Certification(Device device, Contacts contacts) {
        this.device = device;
        this.contacts = contacts;
    }

    /** The device of a leaf that the rules of rooms let pass. */
    public static DeviceCredential credential(LeafNode leaf) {
        try {
            return DeviceCredential.of(leaf.credential());
        } catch (DecodeException e) {
            throw new IllegalStateException("the rules of rooms let a leaf pass that is no device", e);
        }
    }

    /** The device of a leaf. */
    public static DeviceAddress address(LeafNode leaf) {
        return credential(leaf).device();
    }

    /** The key of a leaf as a device's. */
    public DeviceKey key(LeafNode leaf) {
        return new DeviceKey(device.settings().keyAlgorithm(), leaf.signatureKey());
    }

    /** The accounts of a tree's members. */
    @SuppressWarnings("ReferenceEquality")
    public List<AccountId> accounts(RatchetTree tree) {
        if (lastTree != tree) {
            lastAccounts = tree.members().stream()
                    .map(member -> address(member.leaf()).account())
                    .distinct()
                    .toList();
            lastTree = tree;
        }
        return lastAccounts;
    }

    /** The members of a tree for whom their accounts do not vouch. */
    public List<RatchetTree.Member> uncertified(RatchetTree tree) {
        Vouched now = new Vouched(tree, contacts.revision(), device.identity().record());
        if (vouched.stream().anyMatch(now::is)) {
            return List.of();
        }
        List<RatchetTree.Member> uncertified = tree.members().stream()
                .filter(member -> objection(member.leaf()).isPresent())
                .toList();
        if (uncertified.isEmpty()) {
            vouched.addFirst(now);
            if (vouched.size() > TREES_REMEMBERED) {
                vouched.removeLast();
            }
        }
        return uncertified;
    }

    /** Why the account of a leaf does not vouch for it; empty when it does. */
    public Optional<String> objection(LeafNode leaf) {
        DeviceCredential credential = credential(leaf);
        Optional<AccountRecord> record = contacts.record(credential.device().account());
        if (record.isEmpty()) {
            return Optional.of("its account is not known");
        }
        ByteString key = ByteString.adopt(new chat.paloma.core.codec.TlsWriter()
                .write(leaf.signatureKey())
                .write(credential)
                .toByteArray());
        Verdict known = verdicts.get(key);
        if (known == null || !known.record().equals(record.get())) {
            known = new Verdict(record.get(), judge(record.get(), credential, leaf));
            verdicts.put(key, known);
        }
        return known.objection();
    }

    private Optional<String> judge(AccountRecord record, DeviceCredential credential, LeafNode leaf) {
        try {
            record.checkStandingLeaf(device.crypto(), credential, key(leaf));
            return Optional.empty();
        } catch (IdentityException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            return Optional.of("its key has another algorithm");
        }
    }
}
