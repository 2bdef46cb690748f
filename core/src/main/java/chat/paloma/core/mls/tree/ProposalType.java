package chat.paloma.core.mls.tree;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;

/** The type of a proposal (RFC 9420 section 17.4), known to us or not. */
public record ProposalType(int value) implements TlsEncodable {
    public static final ProposalType ADD = new ProposalType(0x0001);
    public static final ProposalType UPDATE = new ProposalType(0x0002);
    public static final ProposalType REMOVE = new ProposalType(0x0003);
    public static final ProposalType PSK = new ProposalType(0x0004);
    public static final ProposalType REINIT = new ProposalType(0x0005);
    public static final ProposalType EXTERNAL_INIT = new ProposalType(0x0006);
    public static final ProposalType GROUP_CONTEXT_EXTENSIONS = new ProposalType(0x0007);

    public ProposalType {
        if (value < 0 || value > 0xffff) {
            throw new IllegalArgumentException("not a 16-bit number: " + value);
        }
    }

    /** Whether every client has it, so that capabilities need not list it (RFC 9420 section 7.2). */
    public boolean isDefault() {
        return value >= 0x0001 && value <= 0x0007;
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeUint16(value);
    }

    public static ProposalType decode(TlsReader in) throws DecodeException {
        return new ProposalType(in.readUint16());
    }
}
