package chat.paloma.core.mls.tree;

import chat.paloma.core.mls.GroupId;

/** The place that the signature of a leaf is bound to, once it stands in a group (RFC 9420 section 7.2). */
public record LeafNodeContext(GroupId groupId, LeafIndex index) {}
