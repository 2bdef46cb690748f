package chat.paloma.core.mls.group;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.mls.framing.AuthenticatedContent;
import chat.paloma.core.mls.framing.Content;
import chat.paloma.core.mls.proposal.Sender;
import chat.paloma.core.mls.secrettree.SecretTree;
import java.util.Optional;

/** A message whose sender is proven. It has not changed anything yet. */
public abstract sealed class VerifiedMessage {
    final Object owner;
    final long revision;
    final AuthenticatedContent content;
    final Optional<SecretTree.Candidate> key;

    private VerifiedMessage(UnverifiedMessage message) {
        this.owner = message.owner;
        this.revision = message.revision;
        this.content = message.content;
        this.key = message.key;
    }

    static VerifiedMessage of(UnverifiedMessage message) {
        return switch (message.content.content().content()) {
            case Content.Application ignored -> new Application(message);
            case Content.Proposal ignored -> new Proposal(message);
            case Content.Commit ignored -> new Commit(message);
        };
    }

    public Sender sender() {
        return content.content().sender();
    }

    public long epoch() {
        return content.content().epoch();
    }

    public ByteString authenticatedData() {
        return content.content().authenticatedData();
    }

    /** Bytes of the application, which {@link Group#process(Application)} hands out once. */
    public static final class Application extends VerifiedMessage {
        private Application(UnverifiedMessage message) {
            super(message);
        }
    }

    /** A proposal, to be taken in by {@link Group#process(Proposal)}. */
    public static final class Proposal extends VerifiedMessage {
        private Proposal(UnverifiedMessage message) {
            super(message);
        }

        public chat.paloma.core.mls.proposal.Proposal proposal() {
            return ((Content.Proposal) content.content().content()).proposal();
        }
    }

    /** A commit, to be staged. */
    public static final class Commit extends VerifiedMessage {
        private Commit(UnverifiedMessage message) {
            super(message);
        }
    }
}
