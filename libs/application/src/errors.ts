/**
 * Nobody knows whether the command was done, or others kept writing first. The same key may be
 * sent again and finds out.
 */
export class OutcomeUnknownError extends Error {
  override readonly name = 'OutcomeUnknownError';
}

/** The server cannot take more at the moment. */
export class Overloaded extends Error {
  override readonly name = 'Overloaded';
}
