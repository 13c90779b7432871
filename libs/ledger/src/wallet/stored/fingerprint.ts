import { canonicalJson, sha256 } from '#eventsourcing';
import { amountOrZeroOf, formatCredits, shortestDecimal, type Decimal } from '../../credits.ts';
import type { WalletCommand } from '../commands.ts';
import type { NormalForms, NormalSet, NormalText } from './normal-form.ts';
import { keptId, type Kept, type OpenWallet } from '../state.ts';
import type { PlainText } from '../terms.ts';

/** How a request is told from another: what the wallet's scale and text keys are needed for. */
export interface Fingerprinting {
  readonly wallet: string;
  readonly scale: number;
  /** The HMAC of a free text under the key of the member it is by or about, else the wallet's. */
  readonly textHash: (memberId: string | null, text: string) => string;
}

/**
 * D10: SHA-256 of the normalised command: amounts padded, quantities in shortest form, sets
 * sorted, what is unset left out, free texts as HMACs so that nothing personal outlives its key.
 */
export function fingerprint(
  command: WalletCommand,
  textOwner: string | null,
  { wallet, scale, textHash }: Fingerprinting,
): string {
  const normal: Record<string, unknown> = { ...command, wallet };
  const forms: Forms = { scale, textHash: (text) => textHash(textOwner, text) };
  for (const field of Object.keys(command)) {
    const normalise = (NORMAL_FORMS as FormsByField)[field];
    const value = normal[field];
    if (normalise !== undefined && value !== undefined)
      normal[field] = normalise(value as never, forms);
  }
  return sha256(canonicalJson(normal));
}

type FormsByField = Readonly<Record<string, (value: never, forms: Forms) => unknown>>;

interface Forms {
  readonly scale: number;
  readonly textHash: (text: string) => string;
}

// The first to look at an amount of a command, so what is wrong with it is said here.
const padded = (field: string, amount: Decimal, { scale }: Forms): NormalText =>
  formatCredits(amountOrZeroOf(field, amount, scale), scale) as NormalText;

const mapped = <Value, Changed>(
  record: Readonly<Record<string, Value>>,
  change: (value: Value, key: string) => Changed,
): Readonly<Record<string, Changed>> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));

const sortedSet = (items: readonly string[]): NormalSet =>
  [...new Set(items)].toSorted() as readonly string[] as NormalSet;

const text = (plain: PlainText, { textHash }: Forms): NormalText => textHash(plain) as NormalText;

const shortest = (quantity: Decimal): NormalText => shortestDecimal(quantity) as NormalText;

// By the name of the field; a field that is not here is already in its normal form.
const NORMAL_FORMS: NormalForms<Forms> = {
  amount: (amount, forms) => (amount === null ? null : padded('amount', amount, forms)),
  amounts: (amounts, forms) =>
    mapped(amounts, (amount, memberId) => padded(`amounts[${memberId}]`, amount, forms)),
  bonus: (bonus, forms) => ({
    ...bonus,
    amount: padded('bonus.amount', bonus.amount, forms),
    restrictedTo: sortedSet(bonus.restrictedTo),
  }),
  memberIds: (memberIds) => (memberIds === 'ALL' ? memberIds : sortedSet(memberIds)),
  note: text,
  policies: ({ overdraftLimit, ...others }, forms) =>
    overdraftLimit === undefined
      ? others
      : {
          ...others,
          overdraftLimit: padded('policies.overdraft_limit', overdraftLimit, forms),
        },
  quantities: (quantities) => mapped(quantities, shortest),
  reason: text,
  resource: ({ name, ...others }, forms) =>
    name === undefined ? others : { ...others, name: text(name, forms) },
  restrictedTo: sortedSet,
};

/** Whose text a command carries: that of the member it is by or about, `null` for the wallet's. */
export function textOwnerOf(
  command: WalletCommand,
  state: OpenWallet | null,
  archived: ReadonlyMap<string, Kept>,
): string | null {
  if (command.type === 'RejectRequest') return requesterOf(command.requestId, state, archived);
  if (command.type === 'CaptureHold') return holderOf(command.holdId, state, archived);
  return 'memberId' in command ? (command.memberId ?? null) : null;
}

function requesterOf(
  requestId: string,
  state: OpenWallet | null,
  archived: ReadonlyMap<string, Kept>,
): string | null {
  const id = keptId.request(requestId);
  const kept = state?.kept.get(id) ?? archived.get(id);
  const pending = state?.requests.get(requestId);
  return pending?.memberId ?? (kept?.kind === 'REQUEST' ? kept.request.memberId : null);
}

function holderOf(
  holdId: string,
  state: OpenWallet | null,
  archived: ReadonlyMap<string, Kept>,
): string | null {
  const id = keptId.hold(holdId);
  const kept = state?.kept.get(id) ?? archived.get(id);
  const open = state?.holds.get(holdId);
  return open?.memberId ?? (kept?.kind === 'HOLD' ? kept.hold.memberId : null);
}
