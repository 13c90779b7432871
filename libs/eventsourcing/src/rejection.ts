/** An expected refusal. Nothing is recorded, and trying again unchanged will not help. */
export class Rejection<
  Reason extends { readonly code: string } = { readonly code: string },
> extends Error {
  override readonly name = 'Rejection';
  readonly reason: Reason;

  constructor(reason: Reason) {
    super(reason.code);
    this.reason = reason;
  }
}
