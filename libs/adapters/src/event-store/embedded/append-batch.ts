/** The appends of one transaction, column by column, which is cheap to hand to a thread. */
export interface AppendBatch {
  readonly streams: readonly string[];
  readonly expected: readonly number[];
  readonly counts: readonly number[];
  readonly bodies: readonly string[];
}

/**
 * What became of a batch: for each append two numbers, the position and revision of its last event,
 * or 0 and the actual revision when there was a conflict. Or why all of it was refused, and whether
 * that is for want of room.
 */
export type BatchOutcome =
  { readonly outcomes: Float64Array } | { readonly refused: string; readonly isFull: boolean };
