package chat.paloma.core.mls.tree;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.mls.CipherSuiteId;
import chat.paloma.core.mls.Grease;
import chat.paloma.core.mls.ProtocolVersion;
import java.util.List;

/**
 * What a client can do (RFC 9420 section 7.2). Unknown numbers are kept and mean nothing.
 */
public record Capabilities(
        List<ProtocolVersion> versions,
        List<CipherSuiteId> cipherSuites,
        List<ExtensionType> extensions,
        List<ProposalType> proposals,
        List<CredentialType> credentials)
        implements TlsEncodable {
    /** The most entries of each list. */
    public static final int MAX_ENTRIES = 256;

    private static final int MOST_BEFORE_GREASE = 255;

    public Capabilities {
        versions = bounded(versions);
        cipherSuites = bounded(cipherSuites);
        extensions = bounded(extensions);
        proposals = bounded(proposals);
        credentials = bounded(credentials);
    }

    private static <T> List<T> bounded(List<T> entries) {
        if (entries.size() > MAX_ENTRIES) {
            throw new IllegalArgumentException("capabilities with " + entries.size() + " entries");
        }
        return List.copyOf(entries);
    }

    /** Whether the type is a default one or listed. */
    public boolean supports(ExtensionType type) {
        return type.isDefault() || extensions.contains(type);
    }

    /** Whether the type is a default one or listed. */
    public boolean supports(ProposalType type) {
        return type.isDefault() || proposals.contains(type);
    }

    /** Whether the type is listed; no credential type is a default one. */
    public boolean supports(CredentialType type) {
        return credentials.contains(type);
    }

    /**
     * The same with a number that means nothing in every list but that of versions (RFC 9420 section 13.5). Lists that
     * have one already stay as they are.
     */
    public Capabilities withGrease(RandomSource random) {
        return new Capabilities(
                versions,
                Grease.mixInto(cipherSuites, MOST_BEFORE_GREASE, CipherSuiteId::value, CipherSuiteId::new, random),
                Grease.mixInto(extensions, MOST_BEFORE_GREASE, ExtensionType::value, ExtensionType::new, random),
                Grease.mixInto(proposals, MOST_BEFORE_GREASE, ProposalType::value, ProposalType::new, random),
                Grease.mixInto(credentials, MOST_BEFORE_GREASE, CredentialType::value, CredentialType::new, random));
    }

    public boolean supports(ProtocolVersion version) {
        return versions.contains(version);
    }

    public boolean supports(CipherSuiteId suite) {
        return cipherSuites.contains(suite);
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeList(versions)
                .writeList(cipherSuites)
                .writeList(extensions)
                .writeList(proposals)
                .writeList(credentials);
    }

    public static Capabilities decode(TlsReader in) throws DecodeException {
        return new Capabilities(
                in.readList(MAX_ENTRIES, ProtocolVersion::decode),
                in.readList(MAX_ENTRIES, CipherSuiteId::decode),
                in.readList(MAX_ENTRIES, ExtensionType::decode),
                in.readList(MAX_ENTRIES, ProposalType::decode),
                in.readList(MAX_ENTRIES, CredentialType::decode));
    }
}
