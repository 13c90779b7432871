import type { Instant } from './clock.ts';
import type { Revision } from './event-store.ts';
import type { FormerKey, FormerUse, UsedKey } from './former-key.ts';
import type { Actor } from './hash-chain.ts';

/** A command as it is asked: under which key, and by whom. */
export interface Ask<Command> {
  readonly command: Command;
  readonly key: string;
  /** Where such commands had their keys before these had a space of their own. */
  readonly former?: FormerKey | undefined;
  readonly actor: Actor;
  readonly correlationId?: string | undefined;
}

/** What a command meets: where its key was used before, and the recorded things it asks for. */
export interface Met<Record> {
  readonly usedAt: Revision | undefined;
  /** What the asker itself did under the former key. */
  readonly formerly?: FormerUse | undefined;
  readonly archived: ReadonlyMap<string, Record>;
}

/** A command whose key was used, and how what was done under it is told to be the same. */
export interface Repeat<Event> extends UsedKey {
  readonly kind: 'REPLAY';
  readonly requestHash: string;
  /** Whether it is the same although the hashes differ. */
  readonly isErasedRepeat: (done: readonly Event[]) => boolean;
}

/** What became of a command before anything is stored. */
export type Decided<Event> =
  | {
      readonly kind: 'DONE';
      readonly events: readonly Event[];
      readonly firstRevision: Revision;
      readonly lastRevision: Revision;
      readonly recordedAt: Instant;
    }
  | { readonly kind: 'DRY'; readonly events: readonly Event[] }
  /** The key was used: what was done under it begins at a revision, if the same was asked. */
  | Repeat<Event>
  /** The plan is full; the command is decided in the next one. */
  | { readonly kind: 'LATER' }
  | { readonly kind: 'REFUSED'; readonly error: unknown };
