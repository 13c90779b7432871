import type { TransactionTab as WireTab } from '#contracts';
import type { TransactionTab } from '#read-models';
import { enumFrom } from '../../wire/enums.ts';

const tabs = {
  ALL: 'all',
  USAGE: 'usage',
  PURCHASE: 'purchase',
  LAPSED: 'lapsed',
} as const satisfies Readonly<Record<string, TransactionTab>>;

/** A tab of the history; not given, all of it. */
export function toTab(tab: WireTab | undefined): TransactionTab {
  return tabs[enumFrom('TRANSACTION_TAB', tab) ?? 'ALL'];
}
