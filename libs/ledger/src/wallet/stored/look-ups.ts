import type { LookUps } from '#eventsourcing';
import { consumptionIn } from '../usage/fold.ts';
import { looksBack, namedBy, placeOf } from './named.ts';
import { policiesOf, type Policies } from '../opening/policies.ts';
import type { WalletTypes } from '../types.ts';

/** What commands of a wallet look up in its events and in its archive. */
export const lookUps = (tenantPolicies: Policies): LookUps<WalletTypes> => ({
  recordOf: consumptionIn,
  placeOf: (state, id) => (state === null ? undefined : placeOf(state, id)),
  looksBack,
  namedBy: (command, state, archived) =>
    state === null
      ? []
      : namedBy(command, state, archived, policiesOf(state.policies, tenantPolicies).lateWindow),
  // A wider late window names lots that ended earlier.
  reachFurther: (state, earlier) => earlier !== null && state?.policies !== earlier.policies,
});
