package chat.paloma.core.identity;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.SignaturePublicKey;
import chat.paloma.core.mls.tree.Credential;

/**
 * Who a leaf of a group is: the identity inside its basic credential (RFC 9420 section 5.3).
 *
 * <p>That one is well-formed says nothing about its certificate: members judge a leaf's form only, and {@link
 * AccountRecord#checkNewLeaf} and {@link AccountRecord#checkStandingLeaf} judge the rest.
 *
 * @param listKeyGeneration of the list key that certified the device, unsigned 32 bits, from 1
 * @param certificate the list key's signature over the device and its key
 */
public record DeviceCredential(DeviceAddress device, long listKeyGeneration, ByteString certificate)
        implements TlsEncodable {
    static final String LABEL = "device";

    public DeviceCredential {
        Lengths.requireGeneration(listKeyGeneration);
        AccountSignatures.requireLength(certificate);
    }

    /** Whether this list key certified the device with this key. */
    public boolean isCertifiedBy(CryptoProvider crypto, SignaturePublicKey listKey, DeviceKey key) {
        return AccountSignatures.verify(crypto, listKey, LABEL, toBeSigned(device, key), certificate);
    }

    static TlsEncodable toBeSigned(DeviceAddress device, DeviceKey key) {
        return out -> out.write(device).write(key);
    }

    /** As it stands in a leaf. */
    public Credential.Basic toCredential() {
        return new Credential.Basic(ByteString.adopt(encoded()));
    }

    /**
     * Reads what {@link #toCredential} wrote.
     *
     * @throws DecodeException when it is another type of credential, or not well-formed
     */
    public static DeviceCredential of(Credential credential) throws DecodeException {
        if (!(credential instanceof Credential.Basic(ByteString identity))) {
            throw new DecodeException(Reason.INVALID_VALUE, "not a basic credential");
        }
        Decoder<DeviceCredential> decoder = DeviceCredential::decode;
        return decoder.decodeAll(identity.toByteArray());
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeUint16(1).write(device).writeUint32(listKeyGeneration).write(certificate);
    }

    public static DeviceCredential decode(TlsReader in) throws DecodeException {
        Lengths.decodeFormat(in);
        return new DeviceCredential(
                DeviceAddress.decode(in), Lengths.decodeGeneration(in), AccountSignatures.decode(in));
    }
}
