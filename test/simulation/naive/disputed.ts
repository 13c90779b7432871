/**
 * Cases in which the ledger's rules do something else than the domain says. While one is `true` the
 * naive model does there, and only there, as the ledger does, so that all else is compared.
 * TODO: mend the rules, then take each away.
 */
export const DISPUTED = {
  // D20 "RecordUsage draws pocket, pool, debt in every mode", D11 "the member's pocket (free and
  // expired together)": with POOLED the rules do not reopen what expired in the member's pocket.
  expiredPocketsWhenPooled: true,
  // D20 "POOLED: allocating is refused": approving all with best effort is accepted as NONE_FITS
  // where the pool has too little for any request.
  bestEffortWhenPooled: true,
  // "LotActivated: dated effectiveAt, before any settlement of that instant": where several lots
  // begin at one instant, or a hold ends at it, the rules settle debt as soon as the first has freed
  // credit, so that a lot may pay which stands behind another of that instant in burn order.
  settlementBetweenActivations: true,
};
