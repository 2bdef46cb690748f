package chat.paloma.core.membership;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.SignatureKeyPair;
import chat.paloma.core.crypto.SignaturePublicKey;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.mls.testing.SeededRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The bytes of policies and links, written out from the protocol's text: they can never change. */
class RoomFormatTest {
    private static final Decoder<RoomPolicy> DECODER = RoomPolicy::decode;
    private static final String ROOM = "a0".repeat(32);

    static ByteString repeat(String hex, int times) {
        return ByteString.fromHex(hex.repeat(times));
    }

    static RoomPolicy policy() {
        return new RoomPolicy(
                new RoomGroupId(new RoomId(repeat("a0", 32)), 3),
                WhoMayAdd.ADMINISTRATORS,
                List.of(
                        new RoleEntry(new AccountId(repeat("01", 32)), Role.ADMINISTRATOR),
                        new RoleEntry(new AccountId(repeat("02", 32)), Role.OWNER)),
                List.of(new SignaturePublicKey(repeat("11", 32))));
    }

    @Test
    void policies() {
        assertEquals(
                "0001" + ROOM + "00000003" + "01" + "4042" + "01".repeat(32) + "01" + "02".repeat(32) + "02" + "21"
                        + "20" + "11".repeat(32),
                ByteString.adopt(policy().encoded()).toHex());
        assertEquals(0xf0a0, policy().extension().type().value());
        assertEquals(ROOM + "00000003", policy().group().groupId().bytes().toHex());
    }

    @Test
    void links() throws Exception {
        SeededRandom random = new SeededRandom(1);
        SignatureKeyPair key = RoomDevice.CRYPTO.generateSignatureKeyPair(random);
        RoomLink link = new RoomLink(policy().group(), 5, new SignaturePublicKey(repeat("22", 32)));
        ByteString data = link.authenticatedData(RoomDevice.CRYPTO, key.privateKey(), random);
        assertEquals("4040", data.slice(0, 2).toHex());
        String signed = "14" + ByteString.utf8("Paloma 1.0 room link").toHex() + ROOM + "00000003" + "0000000000000005"
                + "20" + "22".repeat(32);
        assertTrue(RoomDevice.CRYPTO
                .provider()
                .verify(
                        RoomDevice.SUITE.signature(),
                        key.publicKey(),
                        ByteString.fromHex(signed).toByteArray(),
                        data.slice(2, data.length()).toByteArray()));
    }

    @Property(tries = 200)
    void policiesAreReadBack(@ForAll long seed) throws DecodeException {
        Random random = new Random(seed);
        SeededRandom bytes = new SeededRandom(seed);
        List<RoleEntry> roles = new ArrayList<>();
        for (int count = 1 + random.nextInt(5); count > 0; count--) {
            Role role = roles.isEmpty() || random.nextBoolean() ? Role.OWNER : Role.ADMINISTRATOR;
            roles.add(new RoleEntry(new AccountId(ByteString.adopt(bytes.nextBytes(32))), role));
        }
        roles.sort(Comparator.comparing(RoleEntry::account));
        List<SignaturePublicKey> links = new ArrayList<>();
        for (int count = random.nextInt(RoomPolicy.MAX_LINK_KEYS + 1); count > 0; count--) {
            links.add(new SignaturePublicKey(ByteString.adopt(bytes.nextBytes(random.nextInt(2000)))));
        }
        RoomPolicy policy = new RoomPolicy(
                new RoomGroupId(RoomId.random(bytes), random.nextInt() & 0xffff_ffffL),
                random.nextBoolean() ? WhoMayAdd.MEMBERS : WhoMayAdd.ADMINISTRATORS,
                roles,
                links);
        RoomPolicy read = DECODER.decodeAll(policy.encoded());
        assertEquals(policy, read);
        assertArrayEquals(policy.encoded(), read.encoded());
    }

    @Test
    void policiesThatCannotBe() {
        RoomGroupId group = policy().group();
        RoleEntry administrator = policy().roles().get(0);
        RoleEntry owner = policy().roles().get(1);
        assertNone(group, List.of(), List.of());
        assertNone(group, List.of(administrator), List.of());
        assertNone(group, List.of(owner, administrator), List.of());
        assertNone(group, List.of(owner, owner), List.of());
        SignaturePublicKey key = policy().linkKeys().getFirst();
        assertNone(group, List.of(owner), Collections.nCopies(RoomPolicy.MAX_LINK_KEYS + 1, key));
        assertThrows(IllegalArgumentException.class, () -> new RoleEntry(owner.account(), Role.MEMBER));
        assertThrows(IllegalArgumentException.class, () -> new RoomGroupId(group.room(), 1L << 32));
    }

    private static void assertNone(RoomGroupId group, List<RoleEntry> roles, List<SignaturePublicKey> links) {
        assertThrows(IllegalArgumentException.class, () -> new RoomPolicy(group, WhoMayAdd.MEMBERS, roles, links));
        byte[] encoded = new TlsWriter()
                .writeUint16(1)
                .write(group)
                .write(WhoMayAdd.MEMBERS)
                .writeList(roles)
                .writeList(links)
                .toByteArray();
        assertThrows(DecodeException.class, () -> DECODER.decodeAll(encoded));
    }

    @Test
    void bytesThatAreNoPolicy() {
        byte[] encoded = policy().encoded();
        for (int[] change : new int[][] {{1, 2}, {38, 2}, {41 + 32, 0}, {41 + 32, 3}}) {
            byte[] changed = encoded.clone();
            changed[change[0]] = (byte) change[1];
            assertThrows(DecodeException.class, () -> DECODER.decodeAll(changed));
        }
    }
}
