import type { ErasureNews } from '#application';
import type * as wire from '#contracts';
import { enumTo } from '../../wire/enums.ts';

/** What is told of an erasure. */
export const fromErasureNews = (news: ErasureNews): wire.ErasePersonResponse => ({
  news:
    'notErased' in news
      ? { $case: 'notErased', value: fromText(news.notErased) }
      : 'wallet' in news
        ? { $case: 'wallet', value: fromWallet(news.wallet) }
        : { $case: 'result', value: { ...news.result, wallets: BigInt(news.result.wallets) } },
});

type NewsOf<Kind extends PropertyKey> = Extract<ErasureNews, Readonly<Record<Kind, unknown>>>;

const fromText = ({
  revision,
  keyOf,
  ...text
}: NewsOf<'notErased'>['notErased']): wire.TextNotErased => ({
  ...text,
  revision: BigInt(revision),
  keyOf: keyOf ?? undefined,
});

const fromWallet = ({
  outcome,
  erased,
  notErased,
  ...wallet
}: NewsOf<'wallet'>['wallet']): wire.WalletErasure => ({
  ...wallet,
  outcome: enumTo('ERASURE_OUTCOME', outcome),
  erased: BigInt(erased),
  notErased: BigInt(notErased),
});
