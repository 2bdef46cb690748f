import { gcm } from "@noble/ciphers/aes.js";
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { ed448, x448 } from "@noble/curves/ed448.js";
import { ed25519, x25519 } from "@noble/curves/ed25519.js";
import { p256, p384, p521 } from "@noble/curves/nist.js";
import { expand } from "@noble/hashes/hkdf.js";
import { sha256, sha384, sha512 } from "@noble/hashes/sha2.js";
import { ml_kem768_x25519 as xWing } from "@noble/post-quantum/hybrid.js";
import { ml_dsa44, ml_dsa65, ml_dsa87 } from "@noble/post-quantum/ml-dsa.js";
import { ml_kem512, ml_kem768, ml_kem1024 } from "@noble/post-quantum/ml-kem.js";

type Operation = () => unknown;
type Bytes = Uint8Array;

const random = (length: number): Bytes => {
  const bytes = new Uint8Array(length);
  for (let start = 0; start < length; start += 65_536) {
    crypto.getRandomValues(bytes.subarray(start, start + 65_536));
  }
  return bytes;
};

/** As chat.paloma.conformance.CryptoOperations has it. */
const block = random(16_384);
const content = random(200);

/**
 * The operations of chat.paloma.conformance.CryptoOperations that noble has too, by the same names, each with its keys
 * and inputs made beforehand.
 */
export const NOBLE: Record<string, () => Operation> = {};

for (const [name, hash] of Object.entries({ "sha-256": sha256, "sha-384": sha384, "sha-512": sha512 })) {
  NOBLE[`${name}/hash`] = () => () => hash(block);
}

NOBLE["hkdf-sha-384/expand"] = () => {
  const key = random(48);
  const info = new Uint8Array(20);
  return () => expand(sha384, key, info, 48);
};

for (const [name, keyLength, cipher] of [
  ["aes-128-gcm", 16, gcm],
  ["aes-256-gcm", 32, gcm],
  ["chacha20-poly1305", 32, chacha20poly1305],
] as const) {
  const key = random(keyLength);
  const nonce = random(12);
  NOBLE[`${name}/seal`] = () => () => cipher(key, nonce).encrypt(block);
  NOBLE[`${name}/open`] = () => {
    const sealed = cipher(key, nonce).encrypt(block);
    return () => cipher(key, nonce).decrypt(sealed);
  };
}

for (const [name, group] of Object.entries({ p256, p384, p521, x25519, x448 })) {
  NOBLE[`${name}/agree`] = () => {
    const own = group.keygen();
    const theirs = group.keygen().publicKey;
    return () => group.getSharedSecret(own.secretKey, theirs);
  };
}

interface SignatureScheme {
  keygen(): { secretKey: Bytes; publicKey: Bytes };
  sign(message: Bytes, secretKey: Bytes): Bytes;
  verify(signature: Bytes, message: Bytes, publicKey: Bytes): boolean;
}

/** DER, as MLS has ECDSA signatures. */
const der = (curve: typeof p256): SignatureScheme => ({
  keygen: () => curve.keygen(),
  sign: (message, key) => curve.sign(message, key, { format: "der" }),
  verify: (signature, message, key) => curve.verify(signature, message, key, { format: "der", lowS: false }),
});

const SIGNATURES: Record<string, SignatureScheme> = {
  ed25519,
  ed448,
  "ecdsa-p256-sha256": der(p256),
  "ecdsa-p384-sha384": der(p384),
  "ecdsa-p521-sha512": der(p521),
  "ml-dsa-44": ml_dsa44,
  "ml-dsa-65": ml_dsa65,
  "ml-dsa-87": ml_dsa87,
};

for (const [name, scheme] of Object.entries(SIGNATURES)) {
  NOBLE[`${name}/generate`] = () => () => scheme.keygen();
  NOBLE[`${name}/sign`] = () => {
    const { secretKey } = scheme.keygen();
    return () => scheme.sign(content, secretKey);
  };
  NOBLE[`${name}/verify`] = () => {
    const { secretKey, publicKey } = scheme.keygen();
    const signature = scheme.sign(content, secretKey);
    if (!scheme.verify(signature, content, publicKey)) {
      throw new Error(`${name} does not verify its own signature`);
    }
    return () => scheme.verify(signature, content, publicKey);
  };
}

for (const [name, kem] of Object.entries({
  "ml-kem-512": ml_kem512,
  "ml-kem-768": ml_kem768,
  "ml-kem-1024": ml_kem1024,
  "x-wing": xWing,
})) {
  NOBLE[`${name}/generate`] = () => () => kem.keygen();
  NOBLE[`${name}/encapsulate`] = () => {
    const { publicKey } = kem.keygen();
    return () => kem.encapsulate(publicKey);
  };
  NOBLE[`${name}/decapsulate`] = () => {
    const { secretKey, publicKey } = kem.keygen();
    const { cipherText } = kem.encapsulate(publicKey);
    return () => kem.decapsulate(cipherText, secretKey);
  };
}
