/**
 * The call shows no valid credential. The message never says more, so that it can be answered as it
 * is; the reason is for the server's own log.
 */
export class Unauthenticated extends Error {
  override readonly name = 'Unauthenticated';
  readonly reason: string;

  constructor(reason: string) {
    super('A valid bearer token is required.');
    this.reason = reason;
  }
}
