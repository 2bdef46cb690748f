package chat.paloma.core.mls.tree;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import java.util.List;

/** What every member of a group must support: the extension {@code required_capabilities} (RFC 9420 section 11.1). */
public record RequiredCapabilities(
        List<ExtensionType> extensions, List<ProposalType> proposals, List<CredentialType> credentials)
        implements TlsEncodable {
    /** What a group requires that has no such extension. */
    public static final RequiredCapabilities NONE = new RequiredCapabilities(List.of(), List.of(), List.of());

    public RequiredCapabilities {
        extensions = List.copyOf(extensions);
        proposals = List.copyOf(proposals);
        credentials = List.copyOf(credentials);
        if (extensions.size() > Capabilities.MAX_ENTRIES
                || proposals.size() > Capabilities.MAX_ENTRIES
                || credentials.size() > Capabilities.MAX_ENTRIES) {
            throw new IllegalArgumentException("required capabilities above their limits");
        }
    }

    /** Whether a client with these capabilities may be a member. */
    public boolean areMetBy(Capabilities capabilities) {
        return extensions.stream().allMatch(capabilities::supports)
                && proposals.stream().allMatch(capabilities::supports)
                && credentials.stream().allMatch(capabilities::supports);
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeList(extensions).writeList(proposals).writeList(credentials);
    }

    public static RequiredCapabilities decode(TlsReader in) throws DecodeException {
        return new RequiredCapabilities(
                in.readList(Capabilities.MAX_ENTRIES, ExtensionType::decode),
                in.readList(Capabilities.MAX_ENTRIES, ProposalType::decode),
                in.readList(Capabilities.MAX_ENTRIES, CredentialType::decode));
    }
}
