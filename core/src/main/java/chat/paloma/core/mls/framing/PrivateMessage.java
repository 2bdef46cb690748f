package chat.paloma.core.mls.framing;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.mls.GroupId;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.MlsLimits;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.proposal.Sender;
import chat.paloma.core.mls.secrettree.RatchetKey;
import chat.paloma.core.mls.secrettree.ReuseGuard;
import chat.paloma.core.mls.secrettree.SenderData;
import chat.paloma.core.mls.secrettree.SenderDataKey;
import chat.paloma.core.mls.tree.LeafIndex;
import java.util.Arrays;

/**
 * A message that only members can read (RFC 9420 section 6.3).
 *
 * @param epoch unsigned 64 bits
 * @param authenticatedData of the application, readable by everybody
 */
public record PrivateMessage(
        GroupId groupId,
        long epoch,
        ContentType contentType,
        ByteString authenticatedData,
        ByteString encryptedSenderData,
        ByteString ciphertext)
        implements TlsEncodable {
    private static final int MAX_SENDER_DATA = 256;

    /**
     * Encrypts signed content of a member. The key is erased.
     *
     * @param key the next one of the sender's ratchet for this type of content
     */
    public static PrivateMessage protect(
            MlsCrypto crypto,
            AuthenticatedContent content,
            SecretBytes senderDataSecret,
            RatchetKey key,
            Padding padding,
            RandomSource random)
            throws CryptoException {
        FramedContent framed = content.content();
        if (!(framed.sender() instanceof Sender.Member member)) {
            throw new IllegalArgumentException("only members encrypt");
        }
        ReuseGuard guard = ReuseGuard.random(random);
        byte[] plaintext = padded(content, padding);
        byte[] associatedData = contentAssociatedData(
                framed.groupId(), framed.epoch(), framed.content().type(), framed.authenticatedData());
        byte[] ciphertext = crypto.seal(key.key(), key.guardedNonce(guard), associatedData, plaintext);
        Arrays.fill(plaintext, (byte) 0);
        SenderData senderData = new SenderData(member.leaf().value(), key.generation(), guard);
        key.erase();
        SenderDataKey senderDataKey = SenderDataKey.derive(crypto, senderDataSecret, ciphertext);
        byte[] encryptedSenderData = crypto.seal(
                senderDataKey.key(),
                senderDataKey.nonce().dangerouslyExpose(),
                senderDataAssociatedData(
                        framed.groupId(), framed.epoch(), framed.content().type()),
                senderData.encoded());
        return new PrivateMessage(
                framed.groupId(),
                framed.epoch(),
                framed.content().type(),
                framed.authenticatedData(),
                ByteString.adopt(encryptedSenderData),
                ByteString.adopt(ciphertext));
    }

    /** PrivateMessageContent with its padding. */
    private static byte[] padded(AuthenticatedContent content, Padding padding) {
        TlsWriter out = new TlsWriter().write(content.content().content());
        content.encodeAuthData(out);
        int length = out.length();
        int padded = padding.paddedLength(length);
        if (padded < length || padded > MlsLimits.MAX_MESSAGE_LENGTH) {
            throw new IllegalArgumentException("content of " + length + " bytes padded to " + padded);
        }
        byte[] plaintext = out.writeBytes(new byte[padded - length]).toByteArray();
        out.erase();
        return plaintext;
    }

    /** Who sent this and with which key, as yet unproven. */
    public SenderData openSenderData(MlsCrypto crypto, SecretBytes senderDataSecret) throws MlsException {
        SenderDataKey key = SenderDataKey.derive(crypto, senderDataSecret, ciphertext.toByteArray());
        try {
            byte[] plaintext = crypto.open(
                    key.key(),
                    key.nonce().dangerouslyExpose(),
                    senderDataAssociatedData(groupId, epoch, contentType),
                    encryptedSenderData.toByteArray());
            return ((Decoder<SenderData>) SenderData::decode).decodeAll(plaintext);
        } catch (CryptoException e) {
            throw new MlsException(ValidationRule.SENDER_DATA_DECRYPTION, "the sender data does not decrypt");
        } catch (DecodeException e) {
            throw MlsException.malformed(e);
        } finally {
            key.key().erase();
        }
    }

    /**
     * The content, decrypted. Its signature is still unchecked, and so is that the key may be consumed.
     *
     * @throws MlsException when it does not decrypt, or is malformed, or its padding is not all zeros
     */
    public AuthenticatedContent openContent(MlsCrypto crypto, SenderData senderData, RatchetKey key)
            throws MlsException {
        byte[] plaintext;
        try {
            plaintext = crypto.open(
                    key.key(),
                    key.guardedNonce(senderData.reuseGuard()),
                    contentAssociatedData(groupId, epoch, contentType, authenticatedData),
                    ciphertext.toByteArray());
        } catch (CryptoException e) {
            throw new MlsException(ValidationRule.CONTENT_DECRYPTION, "the content does not decrypt");
        }
        try {
            TlsReader in = new TlsReader(plaintext);
            FramedContent framed = new FramedContent(
                    groupId,
                    epoch,
                    new Sender.Member(new LeafIndex((int) senderData.leafIndex())),
                    authenticatedData,
                    Content.decode(contentType, in));
            AuthenticatedContent content = AuthenticatedContent.decodeAuthData(WireFormat.PRIVATE_MESSAGE, framed, in);
            requireZeros(in.readBytes(in.remaining()));
            return content;
        } catch (DecodeException e) {
            throw MlsException.malformed(e);
        } finally {
            Arrays.fill(plaintext, (byte) 0);
        }
    }

    private static void requireZeros(byte[] padding) throws MlsException {
        int seen = 0;
        for (byte each : padding) {
            seen |= each;
        }
        if (seen != 0) {
            throw new MlsException(ValidationRule.ZERO_PADDING, "the padding is not all zeros");
        }
    }

    /** PrivateContentAAD. */
    private static byte[] contentAssociatedData(GroupId groupId, long epoch, ContentType type, ByteString data) {
        return new TlsWriter()
                .write(groupId)
                .writeUint64(epoch)
                .write(type)
                .write(data)
                .toByteArray();
    }

    /** SenderDataAAD. */
    private static byte[] senderDataAssociatedData(GroupId groupId, long epoch, ContentType type) {
        return new TlsWriter().write(groupId).writeUint64(epoch).write(type).toByteArray();
    }

    @Override
    public void encode(TlsWriter out) {
        out.write(groupId)
                .writeUint64(epoch)
                .write(contentType)
                .write(authenticatedData)
                .write(encryptedSenderData)
                .write(ciphertext);
    }

    public static PrivateMessage decode(TlsReader in) throws DecodeException {
        return new PrivateMessage(
                GroupId.decode(in),
                in.readUint64(),
                ContentType.decode(in),
                ByteString.decode(in, MlsLimits.MAX_AUTHENTICATED_DATA_LENGTH),
                ByteString.decode(in, MAX_SENDER_DATA),
                ByteString.decode(in, MlsLimits.MAX_MESSAGE_LENGTH));
    }
}
