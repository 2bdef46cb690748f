/** How many rounds of PBKDF2 with SHA-256 stand between a passphrase and its key. */
export const PASSPHRASE_ROUNDS = 600_000;

const NONCE = 12;
const SALT = 16;

/** The passphrase is not the one that the profile was locked with. */
export class WrongPassphrase extends Error {
  constructor() {
    super("this is not the passphrase");
    this.name = "WrongPassphrase";
  }
}

/**
 * What is stored about the key of a profile. `browserKey` can be used by this origin in this browser and never be read;
 * `wrapped` is the data key under it, and inside that under the passphrase, when there is one.
 */
export interface StoredKeys {
  readonly version: 1;
  readonly browserKey: CryptoKey;
  readonly wrapped: Uint8Array<ArrayBuffer>;
  readonly passphrase?: { readonly salt: Uint8Array<ArrayBuffer>; readonly rounds: number };
}

const ALGORITHM = "AES-GCM";

async function seal(key: CryptoKey, plain: BufferSource): Promise<Uint8Array<ArrayBuffer>> {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE));
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: ALGORITHM, iv: nonce }, key, plain));
  const out = new Uint8Array(NONCE + sealed.length);
  out.set(nonce);
  out.set(sealed, NONCE);
  return out;
}

async function open(key: CryptoKey, sealed: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const parameters = { name: ALGORITHM, iv: sealed.subarray(0, NONCE) };
  return new Uint8Array(await crypto.subtle.decrypt(parameters, key, sealed.subarray(NONCE)));
}

async function passphraseKey(passphrase: string, salt: BufferSource, rounds: number): Promise<CryptoKey> {
  const typed = new TextEncoder().encode(passphrase.normalize("NFKC"));
  const material = await crypto.subtle.importKey("raw", typed, "PBKDF2", false, ["deriveKey"]);
  const parameters = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return crypto.subtle.deriveKey(parameters, material, { name: ALGORITHM, length: 256 }, false, ["encrypt", "decrypt"]);
}

/** The key under which everything of a profile is encrypted. It exists in the memory of the worker alone. */
export class DataKey {
  readonly #key: CryptoKey;
  readonly #names: CryptoKey;

  private constructor(key: CryptoKey, names: CryptoKey) {
    this.#key = key;
    this.#names = names;
  }

  static async #of(raw: Uint8Array<ArrayBuffer>): Promise<DataKey> {
    const key = await crypto.subtle.importKey("raw", raw, ALGORITHM, true, ["encrypt", "decrypt"]);
    const material = await crypto.subtle.importKey("raw", raw, "HKDF", false, ["deriveKey"]);
    raw.fill(0);
    const info = new TextEncoder().encode("paloma names of records");
    const derivation = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info };
    const names = { name: "HMAC", hash: "SHA-256", length: 256 };
    return new DataKey(key, await crypto.subtle.deriveKey(derivation, material, names, false, ["sign"]));
  }

  /** A key for a new profile, with what to store about it. */
  static async create(): Promise<{ key: DataKey; stored: StoredKeys }> {
    const algorithm = { name: ALGORITHM, length: 256 };
    const browserKey = await crypto.subtle.generateKey(algorithm, false, ["encrypt", "decrypt"]);
    const key = await DataKey.#of(crypto.getRandomValues(new Uint8Array(32)));
    return { key, stored: await key.wrap(browserKey, undefined) };
  }

  /**
   * The key of a profile.
   *
   * @param passphrase when the profile is locked
   * @throws WrongPassphrase when it is another one
   * @throws when what is stored is damaged
   */
  static async open(stored: StoredKeys, passphrase?: string): Promise<DataKey> {
    let raw = await open(stored.browserKey, stored.wrapped);
    if (stored.passphrase !== undefined) {
      const { salt, rounds } = stored.passphrase;
      const inner = await passphraseKey(passphrase ?? "", salt, rounds);
      raw = await open(inner, raw).catch(() => {
        throw new WrongPassphrase();
      });
    }
    return DataKey.#of(raw);
  }

  /** What to store for the key to be opened with this passphrase, or with none. */
  async wrap(browserKey: CryptoKey, passphrase: string | undefined): Promise<StoredKeys> {
    const raw = new Uint8Array(await crypto.subtle.exportKey("raw", this.#key));
    try {
      if (passphrase === undefined) {
        return { version: 1, browserKey, wrapped: await seal(browserKey, raw) };
      }
      const salt = crypto.getRandomValues(new Uint8Array(SALT));
      const inner = await passphraseKey(passphrase, salt, PASSPHRASE_ROUNDS);
      const wrapped = await seal(browserKey, await seal(inner, raw));
      return { version: 1, browserKey, wrapped, passphrase: { salt, rounds: PASSPHRASE_ROUNDS } };
    } finally {
      raw.fill(0);
    }
  }

  /** A name for a record that says nothing about its key to whoever does not have this one. */
  nameOf(key: BufferSource): Promise<ArrayBuffer> {
    return crypto.subtle.sign("HMAC", this.#names, key);
  }

  /**
   * Encrypts a record: a random nonce, and behind it the ciphertext with its tag.
   *
   * @param place where the record is stored, which whoever opens it must name again
   */
  async seal(place: string, plain: BufferSource): Promise<ArrayBuffer> {
    const nonce = crypto.getRandomValues(new Uint8Array(NONCE));
    const parameters = { name: ALGORITHM, iv: nonce, additionalData: new TextEncoder().encode(place) };
    const sealed = new Uint8Array(await crypto.subtle.encrypt(parameters, this.#key, plain));
    const out = new Uint8Array(NONCE + sealed.length);
    out.set(nonce);
    out.set(sealed, NONCE);
    return out.buffer;
  }

  /** @throws when the record is damaged, or was stored at another place */
  async open(place: string, sealed: ArrayBuffer): Promise<Uint8Array> {
    const iv = new Uint8Array(sealed, 0, NONCE);
    const parameters = { name: ALGORITHM, iv, additionalData: new TextEncoder().encode(place) };
    return new Uint8Array(await crypto.subtle.decrypt(parameters, this.#key, new Uint8Array(sealed, NONCE)));
  }
}
