const DATABASE = "paloma-onboarding";
const STORE = "pending";

/**
 * Keeps a recovery key between the moment when it is shown and the moment when it was saved, so that a page that is closed
 * in between can go on. It is encrypted under a key that can't leave this browser, and gone once it was confirmed.
 */
interface Kept {
  readonly key: CryptoKey;
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly sealed: ArrayBuffer;
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function inStore<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

export async function keepPending(recoveryKey: string): Promise<void> {
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode(recoveryKey));
  await inStore("readwrite", (store) => store.put({ key, iv, sealed } satisfies Kept, STORE));
}

export async function pendingKey(): Promise<string | undefined> {
  try {
    const kept: Kept | undefined = await inStore("readonly", (store) => store.get(STORE));
    if (kept === undefined) {
      return undefined;
    }
    const opened = await crypto.subtle.decrypt({ name: "AES-GCM", iv: kept.iv }, kept.key, kept.sealed);
    return new TextDecoder().decode(opened);
  } catch {
    return undefined;
  }
}

export async function forgetPending(): Promise<void> {
  await inStore("readwrite", (store) => store.delete(STORE)).catch(() => {});
}
