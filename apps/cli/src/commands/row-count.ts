import { InvalidArgumentError } from 'commander';

/** More are not shown at once. */
export const ROWS_MAX = 500;

/** Reads how many rows are asked for. */
export function rowCount(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text) || Number(text) > ROWS_MAX)
    throw new InvalidArgumentError(`It must be a number from 1 to ${ROWS_MAX}.`);
  return Number(text);
}
