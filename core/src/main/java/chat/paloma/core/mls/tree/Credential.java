package chat.paloma.core.mls.tree;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import java.util.List;

/**
 * What says who a member is (RFC 9420 section 5.3).
 *
 * <p>Nothing in here is proven: a {@link CredentialValidator} judges it. Certificates are kept as they came.
 */
public sealed interface Credential extends TlsEncodable {
    /** The longest identity, certificate or unknown credential that is read, in bytes. */
    int MAX_LENGTH = 1 << 15;
    /** The most certificates of a chain. */
    int MAX_CERTIFICATES = 16;

    CredentialType type();

    /** A bare identity that means what the application says. */
    record Basic(ByteString identity) implements Credential {
        public Basic {
            checkLength(identity);
        }

        @Override
        public CredentialType type() {
            return CredentialType.BASIC;
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(type()).write(identity);
        }
    }

    /** A chain of X.509 certificates in DER, the member's own first. */
    record X509(List<ByteString> certificates) implements Credential {
        public X509 {
            certificates = List.copyOf(certificates);
            if (certificates.size() > MAX_CERTIFICATES) {
                throw new IllegalArgumentException("a chain of " + certificates.size() + " certificates");
            }
            certificates.forEach(Credential::checkLength);
        }

        @Override
        public CredentialType type() {
            return CredentialType.X509;
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(type()).writeList(certificates);
        }
    }

    /** A credential of another type, which is one {@code opaque<V>} as in every registered type. */
    record Opaque(CredentialType type, ByteString data) implements Credential {
        public Opaque {
            if (type.equals(CredentialType.BASIC) || type.equals(CredentialType.X509)) {
                throw new IllegalArgumentException("a credential type that is known: " + type.value());
            }
            checkLength(data);
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(type).write(data);
        }
    }

    private static void checkLength(ByteString data) {
        if (data.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a credential of " + data.length() + " bytes");
        }
    }

    static Credential decode(TlsReader in) throws DecodeException {
        CredentialType type = CredentialType.decode(in);
        if (type.equals(CredentialType.BASIC)) {
            return new Basic(ByteString.decode(in, MAX_LENGTH));
        }
        if (type.equals(CredentialType.X509)) {
            return new X509(in.readList(MAX_CERTIFICATES, entry -> ByteString.decode(entry, MAX_LENGTH)));
        }
        return new Opaque(type, ByteString.decode(in, MAX_LENGTH));
    }
}
