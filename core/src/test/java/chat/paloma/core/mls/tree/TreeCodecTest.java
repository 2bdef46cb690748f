package chat.paloma.core.mls.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.mls.CipherSuiteId;
import chat.paloma.core.mls.Grease;
import chat.paloma.core.mls.ProtocolVersion;
import chat.paloma.core.mls.testing.SeededRandom;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is kept though nobody knows it, and what is refused though somebody might. */
class TreeCodecTest {
    private static <T> T decode(Decoder<T> decoder, byte[] encoded) throws DecodeException {
        return decoder.decodeAll(encoded);
    }

    @Test
    void keepsCapabilitiesThatNobodyKnows() throws Exception {
        int grease = Grease.pick(new SeededRandom(1));
        Capabilities capabilities = new Capabilities(
                List.of(ProtocolVersion.MLS_1_0, new ProtocolVersion(grease)),
                List.of(new CipherSuiteId(grease)),
                List.of(new ExtensionType(grease)),
                List.of(new ProposalType(grease)),
                List.of(new CredentialType(grease)));
        assertEquals(capabilities, decode(Capabilities::decode, capabilities.encoded()));
        assertTrue(new CipherSuiteId(grease).known().isEmpty());
    }

    @Test
    void greaseIsOneOfTheReservedNumbers() {
        SeededRandom random = new SeededRandom(2);
        Set<Integer> seen = new TreeSet<>();
        for (int i = 0; i < 1000; i++) {
            seen.add(Grease.pick(random));
        }
        assertEquals(15, seen.size());
        assertTrue(seen.stream().allMatch(value -> (value & 0x0f0f) == 0x0a0a && value >>> 8 == (value & 0xff)));
    }

    @Test
    void keepsCredentialsOfEveryType() throws Exception {
        for (Credential credential : List.of(
                new Credential.Basic(ByteString.utf8("name")),
                new Credential.X509(List.of(ByteString.utf8("own"), ByteString.utf8("issuer"))),
                new Credential.Opaque(new CredentialType(0xf123), ByteString.utf8("data")))) {
            assertEquals(credential, decode(Credential::decode, credential.encoded()));
        }
        assertThrows(
                IllegalArgumentException.class, () -> new Credential.Opaque(CredentialType.BASIC, ByteString.EMPTY));
    }

    @Test
    void refusesTwoExtensionsOfOneType() {
        Extension extension = new Extension(new ExtensionType(0xf000), ByteString.EMPTY);
        byte[] twice = new TlsWriter().writeList(List.of(extension, extension)).toByteArray();
        assertThrows(DecodeException.class, () -> decode(in -> ExtensionList.decode(in, 10), twice));
        assertThrows(IllegalArgumentException.class, () -> ExtensionList.of(extension, extension));
    }

    @Test
    void refusesWhatIsAboveItsLimit() {
        byte[] capabilities = new TlsWriter()
                .writeList(Collections.nCopies(Capabilities.MAX_ENTRIES + 1, ProtocolVersion.MLS_1_0))
                .toByteArray();
        assertThrows(DecodeException.class, () -> decode(Capabilities::decode, capabilities));
        byte[] extension = ExtensionList.of(new Extension(
                        new ExtensionType(9), ByteString.adopt(new byte[ExtensionList.MAX_SMALL_DATA + 1])))
                .encoded();
        assertThrows(
                DecodeException.class,
                () -> decode(in -> ExtensionList.decode(in, ExtensionList.MAX_SMALL_DATA), extension));
        byte[] index = new TlsWriter().writeUint32(TreeMath.MAX_LEAVES).toByteArray();
        assertThrows(DecodeException.class, () -> decode(LeafIndex::decode, index));
        assertThrows(DecodeException.class, () -> decode(LeafNodeSource::decode, new byte[] {4}));
    }

    @Test
    void findsAnExtensionDecoded() throws Exception {
        RequiredCapabilities required =
                new RequiredCapabilities(List.of(new ExtensionType(9)), List.of(), List.of(CredentialType.BASIC));
        ExtensionList list = ExtensionList.of(Extension.of(ExtensionType.REQUIRED_CAPABILITIES, required));
        assertEquals(
                required,
                list.find(ExtensionType.REQUIRED_CAPABILITIES, RequiredCapabilities::decode)
                        .orElseThrow());
        assertTrue(list.find(ExtensionType.APPLICATION_ID).isEmpty());
    }
}
