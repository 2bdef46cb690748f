package chat.paloma.core.mls.group;

import chat.paloma.core.mls.tree.CredentialValidator;

/**
 * What an application decides about a group. All members and the node must decide alike, so none of these may depend on
 * anything but its arguments.
 */
public record GroupRules(CredentialValidator credentials, IdentityRules identities, CommitPolicy commits) {}
