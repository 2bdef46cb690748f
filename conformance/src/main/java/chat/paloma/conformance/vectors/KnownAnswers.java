package chat.paloma.conformance.vectors;

import static chat.paloma.conformance.vectors.VectorRun.expect;
import static chat.paloma.conformance.vectors.VectorRun.expectEqual;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.AeadAlgorithm;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.DhGroup;
import chat.paloma.core.crypto.HashAlgorithm;
import chat.paloma.core.crypto.SecretBytes;

/**
 * Answers that the standards print for hashes, key derivation, encryption and key agreement. Signatures have a page of
 * their own: {@link KnownSignatures}.
 */
public final class KnownAnswers {
    private final CryptoProvider crypto;
    private final VectorRun run;

    private KnownAnswers(VectorRun run) {
        this.crypto = run.crypto();
        this.run = run;
    }

    /** Checks every answer with the run's provider. */
    public static void run(VectorRun run) {
        KnownAnswers answers = new KnownAnswers(run);
        answers.hashes();
        answers.messageAuthenticationCodes();
        answers.keyDerivation();
        answers.aeads();
        answers.keyAgreement();
        KnownSignatures.run(run);
    }

    /** FIPS 180-4 and FIPS 202, the examples for "abc" and for nothing. */
    private void hashes() {
        hash(HashAlgorithm.SHA_256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        hash(
                HashAlgorithm.SHA_384,
                "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7");
        hash(
                HashAlgorithm.SHA_512,
                "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                        + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
        run.check(
                "SHA3-256",
                () -> expectEqual(
                        hex("3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532"),
                        crypto.sha3(text("abc")).dangerouslyPublish(),
                        "hash"));
        run.check(
                "SHAKE256",
                () -> expectEqual(
                        hex("46b9dd2b0ba88d13233b3feb743eeb243fcd52ea62b81b82b50c27646ed5762f"),
                        crypto.shake256(text(""), 32).dangerouslyPublish(),
                        "output"));
    }

    private void hash(HashAlgorithm algorithm, String expected) {
        byte[] input = ByteString.utf8("abc").toByteArray();
        run.check(
                algorithm.name(),
                () -> expectEqual(hex(expected), ByteString.adopt(crypto.hash(algorithm, input)), "hash"));
    }

    /** RFC 4231 section 4.3. */
    private void messageAuthenticationCodes() {
        mac(HashAlgorithm.SHA_256, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        mac(
                HashAlgorithm.SHA_384,
                "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649");
        mac(
                HashAlgorithm.SHA_512,
                "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
                        + "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737");
    }

    private void mac(HashAlgorithm algorithm, String expected) {
        byte[] input = ByteString.utf8("what do ya want for nothing?").toByteArray();
        run.check(
                "HMAC with " + algorithm,
                () -> expectEqual(
                        hex(expected), ByteString.adopt(crypto.hmac(algorithm, text("Jefe"), input)), "code"));
    }

    /** RFC 5869 appendix A, cases 1 and 3. */
    private void keyDerivation() {
        derive(
                "000102030405060708090a0b0c",
                "f0f1f2f3f4f5f6f7f8f9",
                "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5",
                "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
        derive(
                "",
                "",
                "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04",
                "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
    }

    private void derive(String salt, String info, String pseudorandomKey, String output) {
        run.check("HKDF with salt '" + salt + "'", () -> {
            SecretBytes extracted = crypto.hkdfExtract(
                    HashAlgorithm.SHA_256, secret(salt), secret("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b"));
            expectEqual(hex(pseudorandomKey), extracted.dangerouslyPublish(), "pseudorandom key");
            SecretBytes expanded = crypto.hkdfExpand(
                    HashAlgorithm.SHA_256, extracted, hex(info).toByteArray(), 42);
            expectEqual(hex(output), expanded.dangerouslyPublish(), "output");
        });
    }

    /** Test cases 4 and 16 of the GCM specification, and RFC 8439 section 2.8.2. */
    private void aeads() {
        String gcmKey = "feffe9928665731c6d6a8f9467308308";
        String gcmNonce = "cafebabefacedbaddecaf888";
        String gcmData = "feedfacedeadbeeffeedfacedeadbeefabaddad2";
        String gcmPlaintext = "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39";
        aead(
                AeadAlgorithm.AES_128_GCM,
                gcmKey,
                gcmNonce,
                gcmData,
                gcmPlaintext,
                "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa05"
                        + "1ba30b396a0aac973d58e0915bc94fbc3221a5db94fae95ae7121a47");
        aead(
                AeadAlgorithm.AES_256_GCM,
                gcmKey + gcmKey,
                gcmNonce,
                gcmData,
                gcmPlaintext,
                "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838"
                        + "c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b");
        aead(
                AeadAlgorithm.CHACHA20_POLY1305,
                "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f",
                "070000004041424344454647",
                "50515253c0c1c2c3c4c5c6c7",
                ByteString.utf8("Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the "
                                + "future, sunscreen would be it.")
                        .toHex(),
                "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da92728b"
                        + "1a71de0a9e060b2905d6a5b67ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b"
                        + "4831d7bc3ff4def08e4b7a9de576d26586cec64b61161ae10b594f09e26a7e902ecbd0600691");
    }

    private void aead(
            AeadAlgorithm algorithm,
            String key,
            String nonce,
            String associatedData,
            String plaintext,
            String ciphertext) {
        run.check(algorithm.name(), () -> {
            byte[] nonceBytes = hex(nonce).toByteArray();
            byte[] data = hex(associatedData).toByteArray();
            byte[] sealed = crypto.seal(
                    algorithm, secret(key), nonceBytes, data, hex(plaintext).toByteArray());
            expectEqual(hex(ciphertext), ByteString.copyOf(sealed), "ciphertext");
            expectEqual(
                    hex(plaintext),
                    ByteString.adopt(crypto.open(algorithm, secret(key), nonceBytes, data, sealed)),
                    "plaintext");
            sealed[0] ^= 1;
            try {
                crypto.open(algorithm, secret(key), nonceBytes, data, sealed);
                expect(false, "a changed ciphertext opened");
            } catch (CryptoException e) {
                expectEqual(CryptoException.Reason.AUTHENTICATION_FAILED, e.reason(), "refusal");
            }
        });
    }

    /** RFC 7748 sections 5.2 and 6.2, RFC 5903 section 8. */
    private void keyAgreement() {
        agree(
                DhGroup.X25519,
                "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
                "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c",
                "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552");
        agree(
                DhGroup.X448,
                "9a8f4925d1519f5775cf46b04b5800d4ee9ee8bae8bc5565d498c28dd9c9baf574a9419744897391006382a6f127ab1d"
                        + "9ac2d8c0a598726b",
                "3eb7a829b0cd20f5bcfc0b599b6feccf6da4627107bdb0d4f345b43027d8b972fc3e34fb4232a13ca706dcb57aec3dae"
                        + "07bdc1c67bf33609",
                "07fff4181ac6cc95ec1c16a94a0f74d12da232ce40a77552281d282bb60c0b56fd2464c335543936521c24403085d59a"
                        + "449a5037514a879d");
        agree(
                DhGroup.P256,
                "c88f01f510d9ac3f70a292daa2316de544e9aab8afe84049c62a9c57862d1433",
                "04d12dfb5289c8d4f81208b70270398c342296970a0bccb74c736fc7554494bf63"
                        + "56fbf3ca366cc23e8157854c13c58d6aac23f046ada30f8353e74f33039872ab",
                "d6840f6b42f6edafd13116e0e12565202fef8e9ece7dce03812464d04b9442de");
        agree(
                DhGroup.P384,
                "099f3c7034d4a2c699884d73a375a67f7624ef7c6b3c0f160647b67414dce655e35b538041e649ee3faef896783ab194",
                "04e558dbef53eecde3d3fccfc1aea08a89a987475d12fd950d83cfa41732bc509d0d1ac43a0336def96fda41d0774a35"
                        + "71dcfbec7aacf3196472169e838430367f66eebe3c6e70c416dd5f0c68759dd1fff83fa40142209dff5eaad9"
                        + "6db9e6386c",
                "11187331c279962d93d604243fd592cb9d0a926f422e47187521287e7156c5c4d603135569b9e9d09cf5d4a270f59746");
        agree(
                DhGroup.P521,
                "0037ade9319a89f4dabdb3ef411aaccca5123c61acab57b5393dce47608172a095aa85a30fe1c2952c6771d937ba9777"
                        + "f5957b2639bab072462f68c27a57382d4a52",
                "0400d0b3975ac4b799f5bea16d5e13e9af971d5e9b984c9f39728b5e5739735a219b97c356436adc6e95bb0352f6be64"
                        + "a6c2912d4ef2d0433ced2b6171640012d9460f015c68226383956e3bd066e797b623c27ce0eac2f551a10c2c"
                        + "724d9852077b87220b6536c5c408a1d2aebb8e86d678ae49cb57091f4732296579ab44fcd17f0fc56a",
                "01144c7d79ae6956bc8edb8e7c787c4521cb086fa64407f97894e5e6b2d79b04d1427e73ca4baa240a34786859810c06"
                        + "b3c715a3a8cc3151f2bee417996d19f3ddea");
    }

    private void agree(DhGroup group, String privateKey, String publicKey, String shared) {
        run.check(
                "Diffie-Hellman in " + group,
                () -> expectEqual(
                        hex(shared),
                        crypto.dh(group, secret(privateKey), hex(publicKey)).dangerouslyPublish(),
                        "shared secret"));
    }

    static ByteString hex(String hex) {
        return ByteString.fromHex(hex);
    }

    static SecretBytes secret(String hex) {
        return SecretBytes.adopt(hex(hex).toByteArray());
    }

    private static SecretBytes text(String text) {
        return SecretBytes.adopt(ByteString.utf8(text).toByteArray());
    }
}
