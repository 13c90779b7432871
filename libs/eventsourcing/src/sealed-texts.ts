import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import type { Randomness } from './clock.ts';
import type { TextKeyStore } from './text-key-store.ts';

const IV_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';

/**
 * Personal texts, readable only while their key exists: base64url(iv ‖ ciphertext ‖ tag). A text by
 * or about a member has the member's key, any other its stream's.
 */
export class SealedTexts {
  readonly #keys: TextKeyStore;
  readonly #randomness: Randomness;

  constructor(keys: TextKeyStore, randomness: Randomness) {
    this.#keys = keys;
    this.#randomness = randomness;
  }

  seal(stream: string, memberId: string | null, text: string): string {
    const iv = this.#randomness.bytes(IV_BYTES);
    const cipher = createCipheriv(CIPHER, this.#keys.obtain(keyName(stream, memberId)), iv);
    const sealed = [iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()];
    return Buffer.concat(sealed).toString('base64url');
  }

  /** HMAC-SHA-256 of a text under its key: tells texts apart, and nothing once the key is erased. */
  hash(stream: string, memberId: string | null, text: string): string {
    const key = this.#keys.obtain(keyName(stream, memberId));
    return createHmac('sha256', key).update(text, 'utf8').digest('base64url');
  }

  /** As `hash`, for what may have been hashed before: makes no key, and is `null` without one. */
  hashIfKept(stream: string, memberId: string | null, text: string): string | null {
    return this.isKept(stream, memberId) ? this.hash(stream, memberId, text) : null;
  }

  /** The text, or `undefined` once its key is erased. */
  open(stream: string, memberId: string | null, sealed: string): string | undefined {
    const key = this.#keys.find(keyName(stream, memberId));
    if (key === undefined) return undefined;
    const bytes = Buffer.from(sealed, 'base64url');
    const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, IV_BYTES));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    try {
      const text = decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES));
      return Buffer.concat([text, decipher.final()]).toString('utf8');
    } catch {
      // Sealed under a key of the same name that was erased since.
      return undefined;
    }
  }

  /** Whether there is a key: one was made, and it was not erased since. */
  isKept(stream: string, memberId: string | null): boolean {
    return this.#keys.find(keyName(stream, memberId)) !== undefined;
  }

  /** Makes every text of a member, or of the stream itself, unreadable for good. */
  erase(stream: string, memberId: string | null): void {
    this.#keys.erase(keyName(stream, memberId));
  }
}

// Member ids have no slash, so the names of members' keys never meet those of streams.
const keyName = (stream: string, memberId: string | null): string =>
  memberId === null ? stream : `${stream}/${memberId}`;
