// A small box in the browser's own storage, for words that could not leave yet. What is in it is encrypted, with a key that the
// browser keeps and gives to no script; it belongs to one journal, and is emptied as soon as the page is another one's.

const NAME = "parcours-u";
const KEY = "key";
const WORDS = "words";
const CIPHER = "AES-GCM";
const CURRENT = "current";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

const answered = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const done = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });

const newKey = () => crypto.subtle.generateKey({ name: CIPHER, length: 256 }, false, ["encrypt", "decrypt"]);

export class Vault {
  #base;
  #owner;
  #key;

  /** Open the box of one journal, named by its server; what another one had left there is erased. */
  static async open(owner) {
    const opening = indexedDB.open(NAME, 1);
    opening.onupgradeneeded = () => [KEY, WORDS].forEach((name) => opening.result.createObjectStore(name));
    const vault = new Vault();
    vault.#base = await answered(opening);
    vault.#owner = owner;
    await vault.#take(false);
    return vault;
  }

  async #take(anew) {
    const fresh = await newKey(); // before the transaction, which would end meanwhile
    const transaction = this.#base.transaction([KEY, WORDS], "readwrite");
    const keys = transaction.objectStore(KEY);
    const found = await answered(keys.get(CURRENT));
    if (!anew && found?.owner === this.#owner) {
      this.#key = found.key;
    } else {
      transaction.objectStore(WORDS).clear();
      keys.put({ owner: this.#owner, key: fresh, rank: (found?.rank ?? 0) + 1 }, CURRENT);
      this.#key = fresh;
    }
    await done(transaction);
  }

  /**
   * Keep a value that JSON can write, sealed with the key of now: another page may have erased the one that was here, and what was
   * kept with it. That does not come back: a value that is not new only takes its own place.
   */
  async put(id, value, isNew) {
    const current = (transaction) => answered(transaction.objectStore(KEY).get(CURRENT));
    const found = await current(this.#base.transaction(KEY));
    if (found?.owner !== this.#owner) return;
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = encoder.encode(JSON.stringify(value));
    const data = await crypto.subtle.encrypt({ name: CIPHER, iv, additionalData: encoder.encode(id) }, found.key, plain);
    const transaction = this.#base.transaction([KEY, WORDS], "readwrite");
    const words = transaction.objectStore(WORDS);
    const isHere = isNew || (await answered(words.getKey(id)));
    if (isHere && (await current(transaction)).rank === found.rank) words.put({ iv, data }, id);
    await done(transaction);
  }

  async remove(id) {
    const transaction = this.#base.transaction(WORDS, "readwrite");
    transaction.objectStore(WORDS).delete(id);
    await done(transaction);
  }

  /** Everything that is there, each value under its id; what this key cannot open is left out. */
  async all() {
    const store = this.#base.transaction(WORDS).objectStore(WORDS);
    const [ids, sealed] = await Promise.all([answered(store.getAllKeys()), answered(store.getAll())]);
    const values = await Promise.all(
      sealed.map(({ iv, data }, rank) =>
        crypto.subtle.decrypt({ name: CIPHER, iv, additionalData: encoder.encode(ids[rank]) }, this.#key, data).then(
          (plain) => [ids[rank], JSON.parse(decoder.decode(plain))],
          () => null,
        ),
      ),
    );
    return new Map(values.filter((one) => one !== null));
  }

  /** Erase everything, the key included. */
  clear() {
    return this.#take(true);
  }
}
