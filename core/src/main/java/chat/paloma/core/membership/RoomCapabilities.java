package chat.paloma.core.membership;

import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.CipherSuiteId;
import chat.paloma.core.mls.ProtocolVersion;
import chat.paloma.core.mls.proposal.ExternalSender;
import chat.paloma.core.mls.tree.Capabilities;
import chat.paloma.core.mls.tree.CredentialType;
import chat.paloma.core.mls.tree.Extension;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.ExtensionType;
import chat.paloma.core.mls.tree.RequiredCapabilities;
import java.util.ArrayList;
import java.util.List;

/** What our leaves say that they can do, and what a room's groups require (RFC 9420 sections 7.2 and 11.1). */
public final class RoomCapabilities {
    /** Basic credentials and the room policy. */
    public static final RequiredCapabilities REQUIRED =
            new RequiredCapabilities(List.of(RoomPolicy.EXTENSION_TYPE), List.of(), List.of(CredentialType.BASIC));

    private RoomCapabilities() {}

    /** Of a leaf in a group of the default suite. */
    public static Capabilities ofLeaf() {
        return ofLeaf(CipherSuite.DEFAULT);
    }

    /** Of a leaf of a device with these suites. */
    public static Capabilities ofLeaf(CipherSuite... suites) {
        return new Capabilities(
                List.of(ProtocolVersion.MLS_1_0),
                List.of(suites).stream().map(CipherSuiteId::of).toList(),
                List.of(RoomPolicy.EXTENSION_TYPE, ExtensionType.LAST_RESORT_KEY_PACKAGE),
                List.of(),
                List.of(CredentialType.BASIC));
    }

    /**
     * The extensions of a room's group.
     *
     * @param externalSenders who may propose from outside, which is the node where there is one
     */
    public static ExtensionList ofGroup(RoomPolicy policy, List<ExternalSender> externalSenders) {
        List<Extension> extensions = new ArrayList<>();
        extensions.add(Extension.of(ExtensionType.REQUIRED_CAPABILITIES, REQUIRED));
        if (!externalSenders.isEmpty()) {
            extensions.add(ExternalSender.extension(externalSenders));
        }
        extensions.add(policy.extension());
        return new ExtensionList(extensions);
    }
}
