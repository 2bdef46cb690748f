package chat.paloma.core.mls.group;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.proposal.ExternalSender;
import chat.paloma.core.mls.tree.CredentialValidator;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.ExtensionType;
import chat.paloma.core.mls.tree.LeafNodeRules;
import chat.paloma.core.mls.tree.RequiredCapabilities;
import java.util.List;
import java.util.Optional;

/** The extensions of a group context that MLS itself gives a meaning (RFC 9420 sections 5.3.1, 11.1 and 12.1.8.1). */
final class GroupExtensions {
    private GroupExtensions() {}

    static RequiredCapabilities requiredCapabilities(ExtensionList extensions) throws MlsException {
        try {
            return extensions
                    .find(ExtensionType.REQUIRED_CAPABILITIES, RequiredCapabilities::decode)
                    .orElse(RequiredCapabilities.NONE);
        } catch (DecodeException e) {
            throw new MlsException(ValidationRule.EXTENSIONS_WELL_FORMED, "malformed required capabilities");
        }
    }

    /** Refuses extensions that nobody could act on, and strangers among the external senders. */
    static void check(ExtensionList extensions, CredentialValidator credentials) throws MlsException {
        requiredCapabilities(extensions);
        for (ExternalSender sender : externalSenders(extensions)) {
            if (!credentials.isValidOutside(sender.credential(), sender.signatureKey())) {
                throw new MlsException(
                        ValidationRule.EXTERNAL_SENDER_CREDENTIAL, "an external sender's credential is not valid");
            }
        }
    }

    static List<ExternalSender> externalSenders(ExtensionList extensions) throws MlsException {
        try {
            return ExternalSender.of(extensions);
        } catch (DecodeException e) {
            throw new MlsException(ValidationRule.EXTENSIONS_WELL_FORMED, "malformed external senders");
        }
    }

    static LeafNodeRules leafRules(
            MlsCrypto crypto,
            ExtensionList extensions,
            GroupRules rules,
            Optional<LeafNodeRules.LifetimeLimits> lifetimes)
            throws MlsException {
        return new LeafNodeRules(crypto, extensions, requiredCapabilities(extensions), rules.credentials(), lifetimes);
    }
}
