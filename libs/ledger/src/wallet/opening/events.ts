import type { Credits } from '../../credits.ts';
import type { Event, Outcome, Standing } from '../event-parts.ts';
import type { OwnPolicies, PolicyName } from './policies.ts';
import type { Owner, Unit } from '../terms.ts';

/** What happens to a wallet as a whole. */
export type WalletLifeEvent =
  | Event<
      'WalletOpened',
      {
        owner: Owner;
        unit: Unit;
        currency: string;
        timeZone: string;
        policies: OwnPolicies;
      }
    >
  | Event<'WalletPolicyChanged', { name: PolicyName; from: unknown; to: unknown }>
  | Event<
      'WalletClosed',
      {
        granted: Credits;
        used: Credits;
        expired: Credits;
        voided: Credits;
        reason?: string | undefined;
      }
    >
  | Event<
      'CommandAccepted',
      Standing & {
        outcome: Outcome;
        refersTo?: number | undefined;
        leftPending?: readonly string[] | undefined;
        /** Of allocating to nobody: what could be allocated, as it stays. */
        poolStands?: Credits | undefined;
      }
    >;
