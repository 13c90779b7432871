import type { Verification } from '../audit/verify-stream.ts';
import type { AuditNews } from '../audit/news.ts';
import { examiningHistory } from './answering.ts';
import { existingStream, type StreamQuery } from './existing-stream.ts';
import { LedgerQuery } from './ledger-query.ts';
import { newsFrom } from './news-from.ts';

export class VerifyStream extends LedgerQuery<
  StreamQuery,
  { readonly news: AsyncIterable<AuditNews<Verification>> }
> {}

export const verifyStreamHandler = examiningHistory(
  VerifyStream,
  async (reading, asked, _at, reader) => {
    const stream = await existingStream(reading, asked);
    return { news: newsFrom(reading, { kind: 'VERIFY', stream }, reader) };
  },
);
