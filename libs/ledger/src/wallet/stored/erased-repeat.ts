import { canonicalJson } from '#eventsourcing';
import { amountOrZeroOf, shortestDecimal, type Decimal } from '../../credits.ts';
import type { CommandType, WalletCommand } from '../commands.ts';
import type { WalletEvent } from '../events.ts';

/** What the commands with free texts record, and whose key seals these: a member's, or the wallet's. */
const RECORDED: Partial<
  Record<
    CommandType,
    { readonly as: readonly WalletEvent['type'][]; readonly of: 'MEMBER' | 'WALLET' }
  >
> = {
  CaptureHold: { as: ['HoldCaptured', 'CreditsConsumed'], of: 'MEMBER' },
  CloseWallet: { as: ['WalletClosed'], of: 'WALLET' },
  ConsumeCredits: { as: ['CreditsConsumed', 'FreeActionRecorded'], of: 'MEMBER' },
  GrantCredits: { as: ['CreditsGranted'], of: 'WALLET' },
  MoveExpiry: { as: ['LotSplit'], of: 'WALLET' },
  PlaceHold: { as: ['CreditsHeld'], of: 'MEMBER' },
  RecordUsage: { as: ['CreditsConsumed', 'FreeActionRecorded'], of: 'MEMBER' },
  RejectRequest: { as: ['RequestRejected'], of: 'MEMBER' },
  RequestCredits: { as: ['CreditsRequested'], of: 'MEMBER' },
  VoidLot: { as: ['LotVoided'], of: 'WALLET' },
  WriteOffDebt: { as: ['DebtWrittenOff'], of: 'WALLET' },
};

interface TextReading {
  readonly scale: number;
  /** Whether nobody can read a sealed text any more. */
  readonly isErased: (memberId: string | null, sealed: string) => boolean;
}

type AnyFields = Readonly<Record<string, unknown>>;

/**
 * D10 where texts were erased: whether a command is the one that recorded these events, by what they
 * say without its texts. Where all texts can still be read, its hash has told it already.
 */
export function isErasedRepeat(
  command: WalletCommand,
  events: readonly WalletEvent[],
  { scale, isErased }: TextReading,
): boolean {
  const recorded = RECORDED[command.type];
  if (recorded === undefined || textIn(command) === undefined) return false;
  const own = events.filter(({ type }) => recorded.as.includes(type));
  const told: AnyFields = own.reduce<AnyFields>((all, { data }) => ({ ...all, ...data }), {});
  const sealed = textIn(told);
  if (sealed === undefined) return false;
  const owner =
    recorded.of === 'WALLET' ? null : ((told['memberId'] as string | undefined) ?? null);
  return isErased(owner, sealed) && saysTheSame(command, told, scale);
}

function textIn({ note, reason, resource }: AnyFields): string | undefined {
  const { name } = (resource ?? {}) as { readonly name?: string | undefined };
  return (note ?? reason ?? name) as string | undefined;
}

const SAME_IN_BOTH = [
  'action',
  'captureId',
  'consumptionId',
  'holdId',
  'keepOpen',
  'kind',
  'lotId',
  'memberId',
  'requestId',
] as const;

function saysTheSame(command: WalletCommand, told: AnyFields, scale: number): boolean {
  const asked: AnyFields = { ...command };
  const { amount, grantId, quantities } = asked;
  if (typeof grantId === 'string' && told['lotId'] !== `grant:${grantId}`) return false;
  if (typeof amount === 'string') {
    // A capture that was cut off says what was wanted as its price.
    const wanted = told['price'] ?? told['amount'];
    if (wanted !== amountOrZeroOf('amount', amount, scale)) return false;
  }
  if (quantities !== undefined && shown(quantities) !== shown(told['quantities'])) return false;
  const named = namedByMember(command) ? ['memberId' as const] : [];
  return [...SAME_IN_BOTH.filter((name) => asked[name] !== undefined), ...named].every(
    (name) => asked[name] === told[name],
  );
}

/** These name the member themselves, or mean none. */
const namedByMember = ({ type }: WalletCommand): boolean =>
  type === 'ConsumeCredits' || type === 'PlaceHold' || type === 'RecordUsage';

function shown(quantities: unknown): string {
  const each = Object.entries((quantities ?? {}) as Readonly<Record<string, Decimal>>);
  return canonicalJson(
    Object.fromEntries(each.map(([name, quantity]) => [name, shortestDecimal(quantity)])),
  );
}
