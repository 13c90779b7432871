import type { Revision } from './event-store.ts';
import { decodeState, encodeState } from './state-json.ts';

/** A thing as the archive has it: what became of it or, where nothing did, which event recorded it. */
export type Archived<Record> = { readonly is: Record } | { readonly at: Revision };

export const encodeArchived = (archived: Archived<unknown>): string => encodeState(archived);

export const decodeArchived = <Record>(text: string): Archived<Record> =>
  decodeState(text) as Archived<Record>;
