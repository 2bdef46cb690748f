package chat.paloma.core.mls.proposal;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.SignaturePublicKey;
import chat.paloma.core.mls.MlsLimits;
import chat.paloma.core.mls.tree.Credential;
import chat.paloma.core.mls.tree.Extension;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.ExtensionType;
import java.util.List;

/** Somebody outside a group who may send it proposals (RFC 9420 section 12.1.8.1). */
public record ExternalSender(SignaturePublicKey signatureKey, Credential credential) implements TlsEncodable {
    private static final Decoder<List<ExternalSender>> LIST =
            in -> in.readList(MlsLimits.MAX_EXTERNAL_SENDERS, ExternalSender::decode);

    /** The {@code external_senders} extension of these senders. */
    public static Extension extension(List<ExternalSender> senders) {
        return new Extension(
                ExtensionType.EXTERNAL_SENDERS,
                new TlsWriter().writeList(senders).toByteString());
    }

    /** The senders that a group's extensions allow. */
    public static List<ExternalSender> of(ExtensionList groupExtensions) throws DecodeException {
        return groupExtensions.find(ExtensionType.EXTERNAL_SENDERS, LIST).orElse(List.of());
    }

    @Override
    public void encode(TlsWriter out) {
        out.write(signatureKey).write(credential);
    }

    public static ExternalSender decode(TlsReader in) throws DecodeException {
        return new ExternalSender(SignaturePublicKey.decode(in), Credential.decode(in));
    }
}
