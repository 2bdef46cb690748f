package chat.paloma.core.engine.evidence;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.SignatureAlgorithm;
import chat.paloma.core.crypto.SignaturePublicKey;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceCredential;
import chat.paloma.core.identity.DeviceKey;
import chat.paloma.core.identity.DeviceKeyAlgorithm;
import chat.paloma.core.identity.IdentityException;
import chat.paloma.core.identity.ListKeyCertificate;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.framing.AuthenticatedContent;
import chat.paloma.core.mls.framing.Content;
import chat.paloma.core.mls.framing.FramedContent;
import chat.paloma.core.mls.framing.WireFormat;
import chat.paloma.core.mls.group.Received;
import chat.paloma.core.mls.proposal.Sender;
import chat.paloma.core.mls.schedule.GroupContext;
import chat.paloma.core.mls.tree.LeafNode;
import java.util.Optional;

/** Keeps and checks evidence of who wrote what. */
public final class Authorship {
    /** The key and the credential of a leaf. */
    private record Author(SignaturePublicKey key, DeviceCredential credential) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(key).write(credential);
        }

        static Author decode(TlsReader in) throws DecodeException {
            return new Author(SignaturePublicKey.decode(in), DeviceCredential.decode(in));
        }
    }

    private final Device device;
    private final EvidenceParts parts;
    private final KeptEvidence kept;

    public Authorship(Device device) {
        this.device = device;
        this.parts = new EvidenceParts(device);
        this.kept = new KeptEvidence(device);
    }

    /** The evidence of single operations. */
    public KeptEvidence kept() {
        return kept;
    }

    public EvidenceParts parts() {
        return parts;
    }

    /**
     * Keeps what shows who sent a message.
     *
     * @param operation the beginning of what the message holds behind {@code prefix} bytes
     * @param certificate of the list key that certified the sender, when it is known
     * @return the evidence; empty when the certificate is not known, without which it would show nothing
     */
    public Optional<Evidence> keep(
            Received.ApplicationMessage message,
            ByteString prefix,
            ByteString operation,
            Optional<ListKeyCertificate> certificate) {
        if (certificate.isEmpty()) {
            return Optional.empty();
        }
        LeafNode leaf = message.senderLeaf();
        DeviceCredential credential;
        try {
            credential = DeviceCredential.of(leaf.credential());
        } catch (DecodeException e) {
            return Optional.empty();
        }
        int known = prefix.length() + operation.length();
        ByteString rest = message.data().slice(known, message.data().length());
        return Optional.of(new Evidence(
                message.sender(),
                rest,
                message.signature(),
                parts.keep(ByteString.adopt(message.context().encoded())),
                parts.keep(ByteString.adopt(new Author(leaf.signatureKey(), credential).encoded())),
                parts.keep(ByteString.adopt(certificate.get().encoded()))));
    }

    /**
     * Whether evidence shows that a device wrote an operation: the account's root key certified the list key, that the
     * device's key, and that signed the message with the operation in a group of its time.
     *
     * @param prefix what stands in front of an operation in a message
     */
    public boolean shows(Evidence evidence, DeviceAddress author, ByteString prefix, ByteString operation) {
        try {
            GroupContext context = part(evidence.context(), GroupContext::decode);
            Author wrote = part(evidence.author(), Author::decode);
            ListKeyCertificate certificate = part(evidence.certificate(), ListKeyCertificate::decode);
            return wrote.credential().device().equals(author)
                    && isCertified(context, wrote, certificate)
                    && isSigned(evidence, context, wrote, message(prefix, operation, evidence.rest()));
        } catch (DecodeException | IdentityException e) {
            return false;
        }
    }

    private <T> T part(EvidenceHash hash, Decoder<T> decoder) throws DecodeException {
        ByteString bytes = parts.find(hash)
                .orElseThrow(() ->
                        new DecodeException(DecodeException.Reason.INVALID_VALUE, "a part of the evidence is missing"));
        return decoder.decodeAll(bytes.toByteArray());
    }

    private static byte[] message(ByteString prefix, ByteString operation, ByteString rest) {
        return new TlsWriter()
                .writeBytes(prefix.toByteArray())
                .writeBytes(operation.toByteArray())
                .writeBytes(rest.toByteArray())
                .toByteArray();
    }

    private boolean isCertified(GroupContext context, Author wrote, ListKeyCertificate certificate)
            throws IdentityException {
        certificate.verify(device.crypto());
        SignatureAlgorithm algorithm = context.suite().signature();
        return certificate.account().equals(wrote.credential().device().account())
                && certificate.generation() == wrote.credential().listKeyGeneration()
                && DeviceKeyAlgorithm.of(algorithm)
                        .filter(known -> wrote.credential()
                                .isCertifiedBy(
                                        device.crypto(), certificate.listKey(), new DeviceKey(known, wrote.key())))
                        .isPresent();
    }

    private boolean isSigned(Evidence evidence, GroupContext context, Author wrote, byte[] message) {
        FramedContent framed = new FramedContent(
                context.groupId(),
                context.epoch(),
                new Sender.Member(evidence.leaf()),
                ByteString.EMPTY,
                new Content.Application(ByteString.adopt(message)));
        return new AuthenticatedContent(WireFormat.PRIVATE_MESSAGE, framed, evidence.signature(), Optional.empty())
                .verify(new MlsCrypto(context.suite(), device.crypto()), wrote.key(), context);
    }
}
