import type { Instant } from './clock.ts';
import type { StreamTypes } from './decider.ts';
import type { Revision } from './event-store.ts';
import type { FormerKey, FormerUse } from './former-key.ts';
import type { Actor } from './hash-chain.ts';

/** A command as it is submitted: under which key, and by whom. */
export interface Submission<T extends StreamTypes> {
  readonly command: T['Command'];
  readonly key: string;
  /** Where such commands had their keys before these had a space of their own. */
  readonly former?: FormerKey | undefined;
  readonly actor: Actor;
  readonly correlationId?: string | undefined;
}

/** What a command meets: where its key was used before, and the recorded things it asks for. */
export interface Met<T extends StreamTypes> {
  readonly usedAt: Revision | undefined;
  /** What the submitter itself did under the former key. */
  readonly formerly?: FormerUse | undefined;
  readonly archived: ReadonlyMap<string, T['Record']>;
}

/** A command whose key was used, and how what was done under it is told to be the same. */
export interface Repeat<T extends StreamTypes> {
  readonly kind: 'REPLAY';
  /** Where what was done begins. */
  readonly firstRevision: Revision;
  readonly requestHash: string;
  /** Whether it is the same although the hashes differ. */
  readonly isErasedRepeat: (done: readonly T['Event'][]) => boolean;
}

/** What became of a command before anything is stored. */
export type Decided<T extends StreamTypes> =
  | {
      readonly kind: 'DONE';
      readonly events: readonly T['Event'][];
      readonly firstRevision: Revision;
      readonly lastRevision: Revision;
      readonly recordedAt: Instant;
    }
  | { readonly kind: 'DRY'; readonly events: readonly T['Event'][] }
  /** The key was used: what was done under it begins at a revision, if the same was asked. */
  | Repeat<T>
  /** The plan is full; the command is decided in the next one. */
  | { readonly kind: 'LATER' }
  | { readonly kind: 'REFUSED'; readonly error: unknown };
