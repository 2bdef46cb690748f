package chat.paloma.core.mls.framing;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.mls.MlsLimits;

/** What a message says. Its encoding leaves out the type, which stands in front of it or beside it. */
public sealed interface Content extends TlsEncodable {
    ContentType type();

    /** Bytes of the application. */
    record Application(ByteString data) implements Content {
        @Override
        public ContentType type() {
            return ContentType.APPLICATION;
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(data);
        }
    }

    /** A proposal that waits for a commit. */
    record Proposal(chat.paloma.core.mls.proposal.Proposal proposal) implements Content {
        @Override
        public ContentType type() {
            return ContentType.PROPOSAL;
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(proposal);
        }
    }

    /** A commit. */
    record Commit(chat.paloma.core.mls.commit.Commit commit) implements Content {
        @Override
        public ContentType type() {
            return ContentType.COMMIT;
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(commit);
        }
    }

    static Content decode(ContentType type, TlsReader in) throws DecodeException {
        return switch (type) {
            case APPLICATION -> new Application(ByteString.decode(in, MlsLimits.MAX_APPLICATION_LENGTH));
            case PROPOSAL -> new Proposal(chat.paloma.core.mls.proposal.Proposal.decode(in));
            case COMMIT -> new Commit(chat.paloma.core.mls.commit.Commit.decode(in));
        };
    }
}
