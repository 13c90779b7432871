import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { readKeySet, type KeySource } from './key-source.ts';
import { weaknessOf } from './weak-keys.ts';

/** The keys could not be had, so that nothing is known of the token: the call may be repeated. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
}

/** The keys that tokens are signed with, as they are now. */
export interface SigningKeys {
  /** Another one whenever the keys are others: what was verified before must be verified again. */
  readonly edition: number;
  /** Finds the key of a token. A token whose key is not in the set is refused by jose. */
  readonly keyOf: JWTVerifyGetKey;
}

/** What is told of the keys while the server runs, for its log. */
export interface KeyNews {
  readonly changed: () => void;
  readonly leftOut: (weakness: string) => void;
  /** They could not be read again. Those read last are kept until a time, `null` is: no longer. */
  readonly unreadable: (error: unknown, keptUntilMs: number | null) => void;
}

export interface IssuerKeysOptions {
  readonly source: KeySource;
  /** The time in milliseconds. */
  readonly now: () => number;
  /** How often they are read again, in milliseconds. */
  readonly refreshMs: number;
  readonly news: KeyNews;
}

/** For so many times of reading them again the last keys are kept while they cannot be read. */
export const KEPT_FOR_REFRESHES = 60;

// Anyone can send a token of an unknown key, and none of them may make the issuer busy.
const LOOK_AGAIN_AFTER_MS = 10_000;

interface KeySet {
  readonly text: string;
  readonly keyOf: JWTVerifyGetKey;
  /** What is wrong with those that are left out. */
  readonly weaknesses: readonly string[];
}

/**
 * The keys of a trusted issuer: read at the start, again from time to time, and once more when a
 * token names a key that is not there. A key that is withdrawn counts no longer than that takes.
 */
export class IssuerKeys implements SigningKeys {
  readonly #options: IssuerKeysOptions;
  #edition = 0;
  #set: KeySet | null;
  #readAtMs: number;
  #triedAtMs: number;
  #reading: Promise<void> | undefined;

  private constructor(options: IssuerKeysOptions, set: KeySet) {
    this.#options = options;
    this.#set = set;
    this.#readAtMs = options.now();
    this.#triedAtMs = this.#readAtMs;
  }

  /** Reads them for the first time: whatever is wrong with any of them stops the start. */
  static async open(options: IssuerKeysOptions): Promise<IssuerKeys> {
    const read = await readKeySet(options.source);
    const set = keySetOf(read);
    const [weakness] = set.weaknesses;
    if (weakness !== undefined) throw new Error(weakness);
    if (read.keys.length === 0) throw new Error('there is no key in it');
    return new IssuerKeys(options, set);
  }

  get edition(): number {
    return this.#edition;
  }

  readonly keyOf: JWTVerifyGetKey = async (header, token) => {
    try {
      return await found(this.#set, [header, token]);
    } catch (error) {
      const isUnknown = error instanceof errors.JWKSNoMatchingKey || this.#set === null;
      if (!isUnknown || !this.#mayLookAgain()) throw error;
    }
    await this.refresh();
    return found(this.#set, [header, token]);
  };

  /** Reads them again; never rejects. */
  refresh(): Promise<void> {
    this.#reading ??= this.#readAgain().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  #mayLookAgain(): boolean {
    if (this.#reading !== undefined) return true;
    return this.#options.now() - this.#triedAtMs >= LOOK_AGAIN_AFTER_MS;
  }

  async #readAgain(): Promise<void> {
    const { source, now, news } = this.#options;
    this.#triedAtMs = now();
    try {
      this.#take(await readKeySet(source));
      this.#readAtMs = now();
    } catch (error) {
      news.unreadable(error, this.#keptUntilMs());
    }
  }

  #take(read: JSONWebKeySet): void {
    const set = keySetOf(read);
    if (set.text === this.#set?.text) return;
    const { changed, leftOut } = this.#options.news;
    this.#set = set;
    this.#edition += 1;
    changed();
    for (const weakness of set.weaknesses) leftOut(weakness);
  }

  // Whoever keeps the issuer from answering must not keep a withdrawn key alive.
  #keptUntilMs(): number | null {
    const { now, refreshMs } = this.#options;
    const untilMs = this.#readAtMs + refreshMs * KEPT_FOR_REFRESHES;
    if (this.#set !== null && now() < untilMs) return untilMs;
    if (this.#set !== null) this.#edition += 1;
    this.#set = null;
    return null;
  }
}

function keySetOf(read: JSONWebKeySet): KeySet {
  // It is looked at as a whole before any key is.
  createLocalJWKSet(read);
  return {
    text: JSON.stringify(read.keys),
    keyOf: createLocalJWKSet({ keys: read.keys.filter((key) => weaknessOf(key) === null) }),
    weaknesses: read.keys.flatMap((key) => weaknessOf(key) ?? []),
  };
}

async function found(
  set: KeySet | null,
  asked: Parameters<JWTVerifyGetKey>,
): Promise<Awaited<ReturnType<JWTVerifyGetKey>>> {
  if (set === null) throw new KeysUnavailable('The keys of the issuer could not be read.');
  try {
    return await set.keyOf(...asked);
  } catch (error) {
    if (saysNoSuchKey(error)) throw error;
    throw new KeysUnavailable('The keys of the issuer could not be read.', { cause: error });
  }
}

const saysNoSuchKey = (error: unknown): boolean =>
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys ||
  error instanceof errors.JOSENotSupported;
