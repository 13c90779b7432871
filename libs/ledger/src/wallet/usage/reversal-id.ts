import type { Consumption } from '../state.ts';

/** The id of a consumption's latest reversal, where its caller gave none. */
export const madeReversalId = ({
  consumptionId,
  reversals,
}: Pick<Consumption, 'consumptionId' | 'reversals'>): string => `${consumptionId}/r${reversals}`;
