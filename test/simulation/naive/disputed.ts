/**
 * Cases in which the ledger's rules do something else than the domain says. While one is `true` the
 * naive model does there, and only there, as the ledger does, so that all else is compared.
 * TODO: mend the rules, then take each away.
 */
export const DISPUTED = {
  // "LotActivated: dated effectiveAt, before any settlement of that instant": where several lots
  // begin at one instant, or a hold ends at it, the rules settle debt as soon as the first has freed
  // credit, so that a lot may pay which stands behind another of that instant in burn order.
  settlementBetweenActivations: true,
};
