// What the page keeps between visits, in the browser's own database: tracks with what was answered, their pictures and their files.

const DATABASE = 'microgenre';
const STORES = ['tracks', 'pictures', 'files'];

// A file is hashed in pieces, so that an hour of music is never in memory at once.
const PIECE_BYTES = 4 * 1024 * 1024;

/** Names a file's content: SHA-256 over the SHA-256 of its pieces, in hexadecimal. Random where the browser has no SHA-256 (http beyond localhost). */
export async function contentHash(file) {
  if (!crypto.subtle) {
    return hexadecimal(crypto.getRandomValues(new Uint8Array(32)));
  }
  const digests = [];
  for (let at = 0; at === 0 || at < file.size; at += PIECE_BYTES) {
    digests.push(await crypto.subtle.digest('SHA-256', await file.slice(at, at + PIECE_BYTES).arrayBuffer()));
  }
  return hexadecimal(new Uint8Array(await crypto.subtle.digest('SHA-256', await new Blob(digests).arrayBuffer())));
}

/** Keeps tracks. Where the browser keeps nothing, nothing fails: `keeps` becomes false, and what there is lasts as long as the page. */
export class Store {
  keeps = true;
  #database = open().catch(() => { this.keeps = false; });

  /** The records of all tracks, each with its `file` if that was kept. Forgets the files and pictures of tracks that have been removed. */
  async all() {
    const asked = await this.#ask('readonly', ({ tracks, pictures, files }) =>
      [tracks.getAll(), files.getAll(), files.getAllKeys(), pictures.getAllKeys()]);
    const [records, files, fileHashes, pictureHashes] = asked ?? [[], [], [], []];
    const known = new Set(records.map(record => record.hash));
    const forgotten = hashes => hashes.filter(hash => !known.has(hash));
    this.#ask('readwrite', stores => [
      ...forgotten(fileHashes).map(hash => stores.files.delete(hash)),
      ...forgotten(pictureHashes).map(hash => stores.pictures.delete(hash)),
    ]);
    const fileOf = new Map(fileHashes.map((hash, i) => [hash, files[i]]));
    return records.map(record => ({ ...record, file: fileOf.get(record.hash) }));
  }

  /** The picture of a content; undefined where it was not kept. */
  async picture(hash) {
    return (await this.#ask('readonly', ({ pictures }) => [pictures.get(hash)]))?.[0];
  }

  /** Keeps a content's picture. Returns whether that went well. */
  async putPicture(hash, picture) {
    return await this.#ask('readwrite', ({ pictures }) => [pictures.put(picture, hash)]) !== undefined;
  }

  /** Keeps tracks' records, in place of earlier ones. */
  putTracks(records) {
    return this.#ask('readwrite', ({ tracks }) => records.map(record => tracks.put(record)));
  }

  /** Keeps a new track's record and its file, as far as there is room for it. */
  async addTrack(record, file) {
    const kept = await this.#ask('readwrite', ({ tracks, files }) => [tracks.put(record), files.put(file, record.hash)]);
    kept ?? this.putTracks([record]);
  }

  /** Forgets tracks; their files and pictures when the page is opened again, so that the removal can be undone. */
  removeTracks(ids) {
    return this.#ask('readwrite', ({ tracks }) => ids.map(id => tracks.delete(id)));
  }

  // The results of requests that succeed or fail together; undefined where they failed.
  async #ask(mode, requests) {
    const database = await this.#database;
    if (!database) {
      return undefined;
    }
    return new Promise(resolve => {
      const transaction = database.transaction(STORES, mode);
      const asked = requests(Object.fromEntries(STORES.map(name => [name, transaction.objectStore(name)])));
      transaction.oncomplete = () => resolve(asked.map(({ result }) => result));
      transaction.onabort = () => resolve(undefined);
    });
  }
}

function open() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore('tracks', { keyPath: 'id' });
      opening.result.createObjectStore('pictures');
      opening.result.createObjectStore('files');
    };
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
}

const hexadecimal = bytes => [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('');
