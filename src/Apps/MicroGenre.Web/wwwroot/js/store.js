// What the page keeps between visits, in the browser's own database: tracks with what was answered, and their files.

const DATABASE = 'microgenre';
const [TRACKS, FILES] = ['tracks', 'files'];

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

  /** The records of all tracks, each with its `file` if that was kept. */
  async all() {
    const [records, files, hashes] = await this.#ask('readonly', ({ tracks, files }) => [tracks.getAll(), files.getAll(), files.getAllKeys()]) ?? [[], [], []];
    return records.map(record => ({ ...record, file: files[hashes.indexOf(record.hash)] }));
  }

  /** Keeps a track's record, in place of an earlier one. */
  putTrack(record) {
    return this.#ask('readwrite', ({ tracks }) => [tracks.put(record)]);
  }

  /** Keeps a file under its hash, for as long as there is room. */
  putFile(hash, file) {
    return this.#ask('readwrite', ({ files }) => [files.put(file, hash)]);
  }

  /** Forgets a track, and its file unless another track has the same. */
  remove({ hash, id }, shared) {
    return this.#ask('readwrite', ({ tracks, files }) => shared ? [tracks.delete(id)] : [tracks.delete(id), files.delete(hash)]);
  }

  // The results of requests that succeed or fail together; undefined where they failed.
  async #ask(mode, requests) {
    const database = await this.#database;
    if (!database) {
      return undefined;
    }
    return new Promise(resolve => {
      const transaction = database.transaction([TRACKS, FILES], mode);
      const asked = requests({ tracks: transaction.objectStore(TRACKS), files: transaction.objectStore(FILES) });
      transaction.oncomplete = () => resolve(asked.map(({ result }) => result));
      transaction.onabort = () => resolve(undefined);
    });
  }
}

function open() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore(TRACKS, { keyPath: 'id' });
      opening.result.createObjectStore(FILES);
    };
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
}

const hexadecimal = bytes => [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('');
