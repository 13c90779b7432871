import { canonicalJson } from '#eventsourcing';
import { amountOrZeroOf, shortestDecimal, type Decimal } from '../../credits.ts';
import type { CommandType, WalletCommand } from '../commands.ts';
import type { Outcome, WalletEvent } from '../events.ts';

/** What a command with a free text records, and whose key seals that there: a member's, or the wallet's. */
interface Recorded {
  readonly as: readonly WalletEvent['type'][];
  readonly of: 'MEMBER' | 'WALLET';
  /** Of one that is about no member: what it is answered where there was nothing to do. */
  readonly outcome?: Outcome;
}

/** By command; `null` has no text. A new command with one would not be known again. */
const RECORDED: { readonly [Type in CommandType]: Recorded | null } = {
  CaptureHold: { as: ['HoldCaptured', 'CreditsConsumed'], of: 'MEMBER' },
  CloseWallet: { as: ['WalletClosed'], of: 'WALLET' },
  ConsumeCredits: { as: ['CreditsConsumed', 'FreeActionRecorded'], of: 'MEMBER' },
  GrantCredits: { as: ['CreditsGranted'], of: 'WALLET' },
  MoveExpiry: { as: ['LotSplit'], of: 'WALLET' },
  PlaceHold: { as: ['CreditsHeld'], of: 'MEMBER' },
  RecordUsage: { as: ['CreditsConsumed', 'FreeActionRecorded'], of: 'MEMBER' },
  RejectAllRequests: { as: ['RequestRejected'], of: 'MEMBER', outcome: 'NONE_PENDING' },
  RejectRequest: { as: ['RequestRejected'], of: 'MEMBER' },
  RequestCredits: { as: ['CreditsRequested'], of: 'MEMBER' },
  VoidLot: { as: ['LotVoided'], of: 'WALLET' },
  WriteOffDebt: { as: ['DebtWrittenOff'], of: 'WALLET', outcome: 'NO_DEBT' },
  OpenWallet: null,
  ChangePolicy: null,
  RecordPurchase: null,
  AddMember: null,
  RemoveMember: null,
  SetCap: null,
  AllocateCredits: null,
  AllocateSameAmount: null,
  RecallAllocation: null,
  WithdrawRequest: null,
  ApproveRequest: null,
  ApproveAllRequests: null,
  ReverseConsumption: null,
  ExtendHold: null,
  ReleaseHold: null,
};

interface TextReading {
  readonly scale: number;
  /** Whether the wallet's key is gone, with which texts about no member in particular are hashed. */
  readonly isWalletKeyGone: boolean;
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
  { scale, isWalletKeyGone, isErased }: TextReading,
): boolean {
  const recorded = RECORDED[command.type];
  if (recorded === null || textIn({ ...command }) === undefined) return false;
  const isOfTheWallet = isWalletKeyGone && recorded.outcome !== undefined;
  const [first] = events;
  if (first?.type === 'CommandAccepted')
    return isOfTheWallet && first.data.outcome === recorded.outcome;
  const own = events.filter(({ type }) => recorded.as.includes(type));
  if (own.length === 0) return false;
  const told = own.reduce<AnyFields>((all, { data }) => ({ ...all, ...data }), {});
  const isGone = isOfTheWallet || isTextErased(told, recorded, isErased);
  return isGone && saysTheSame(command, told, scale);
}

function isTextErased(
  told: AnyFields,
  { of }: Recorded,
  isErased: TextReading['isErased'],
): boolean {
  const sealed = textIn(told);
  return sealed !== undefined && isErased(of === 'WALLET' ? null : memberIn(told), sealed);
}

const memberIn = ({ memberId = null }: AnyFields): string | null => memberId as string | null;

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
