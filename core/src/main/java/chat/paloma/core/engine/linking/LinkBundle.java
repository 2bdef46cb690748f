package chat.paloma.core.engine.linking;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.AeadAlgorithm;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.HashAlgorithm;
import chat.paloma.core.crypto.HpkeKeyPair;
import chat.paloma.core.crypto.HpkePublicKey;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.hpke.Hpke;
import chat.paloma.core.crypto.hpke.HpkeContext;
import chat.paloma.core.crypto.hpke.Kems;
import chat.paloma.core.engine.device.OwnIdentity;
import chat.paloma.core.engine.vault.VaultContent;
import chat.paloma.core.engine.vault.VaultKeys;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.identity.ListKey;
import chat.paloma.core.identity.ServerId;
import chat.paloma.core.wire.WireLimits;
import java.util.Optional;

/**
 * What a device of an account gives a new one. It travels under HPKE (RFC 9180, mode psk) to the key that the new device
 * offered, with a pre-shared key from the code: so it is for that device alone, and from somebody who has the code.
 *
 * @param version of the list with the new device
 * @param content what the vault had last, unless it is too long
 */
record LinkBundle(
        ServerId server,
        Handle handle,
        long version,
        ListKey listKey,
        VaultKeys vaultKeys,
        Optional<VaultContent> content)
        implements TlsEncodable {
    private static final int MAX_CONTENT = 32 << 10;
    private static final int MAX_ENCAPSULATION = 2048;
    private static final ByteString LABEL = ByteString.utf8("Paloma 1.0 link");

    LinkBundle {
        content = content.filter(each -> each.encoded().length <= MAX_CONTENT);
    }

    private static Hpke hpke(CryptoProvider crypto) {
        return new Hpke(crypto, Kems.X_WING, HashAlgorithm.SHA_256, Optional.of(AeadAlgorithm.CHACHA20_POLY1305));
    }

    private static Optional<Hpke.PreSharedKey> preShared(CryptoProvider crypto, LinkCode code) {
        return Optional.of(new Hpke.PreSharedKey(code.derive(crypto, "answer"), LABEL));
    }

    private static byte[] info(CryptoProvider crypto, LinkCode code) {
        return new TlsWriter().write(LABEL).write(code.name(crypto)).toByteArray();
    }

    /**
     * Encrypts it for the new device.
     *
     * @throws CryptoException when the offered key is none
     */
    ByteString seal(CryptoProvider crypto, LinkCode code, HpkePublicKey key, RandomSource random)
            throws CryptoException {
        Hpke.Sender sender =
                hpke(crypto).setupSender(key, info(crypto, code), preShared(crypto, code), Optional.empty(), random);
        try {
            byte[] ciphertext = sender.context().seal(new byte[0], encoded());
            return new TlsWriter()
                    .writeUint16(1)
                    .write(sender.encapsulation())
                    .writeOpaque(ciphertext)
                    .toByteString();
        } finally {
            sender.context().erase();
        }
    }

    /**
     * Opens it on the new device.
     *
     * @throws CryptoException when it is not from somebody who has the code
     * @throws DecodeException when it is none
     */
    static LinkBundle open(CryptoProvider crypto, byte[] bytes, LinkCode code, HpkeKeyPair pair)
            throws CryptoException, DecodeException {
        TlsReader in = new TlsReader(bytes);
        if (in.readUint16() != 1) {
            throw new DecodeException(Reason.INVALID_VALUE, "an answer of another format");
        }
        ByteString encapsulation = ByteString.decode(in, MAX_ENCAPSULATION);
        byte[] ciphertext = in.readOpaque(WireLimits.MAX_LINK_PART);
        in.expectEnd();
        HpkeContext context = hpke(crypto)
                .setupRecipient(encapsulation, pair, info(crypto, code), preShared(crypto, code), Optional.empty());
        try {
            Decoder<LinkBundle> decoder = LinkBundle::decode;
            return decoder.decodeAll(context.open(new byte[0], ciphertext));
        } finally {
            context.erase();
        }
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeUint16(1).write(server).write(handle).writeUint64(version);
        OwnIdentity.writeListKey(out, listKey);
        out.write(vaultKeys).writeOptional(content);
    }

    private static LinkBundle decode(TlsReader in) throws DecodeException {
        if (in.readUint16() != 1) {
            throw new DecodeException(Reason.INVALID_VALUE, "a bundle of another format");
        }
        return new LinkBundle(
                ServerId.decode(in),
                Handle.decode(in),
                in.readUint64(),
                OwnIdentity.readListKey(in),
                VaultKeys.decode(in),
                in.readOptional(VaultContent::decode));
    }
}
