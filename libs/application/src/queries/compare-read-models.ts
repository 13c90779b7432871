import type { ReadModelsComparison } from '../audit/compare-read-models.ts';
import type { AuditNews } from '../audit/news.ts';
import { examiningHistory } from './answering.ts';
import { existingStream, type StreamQuery } from './existing-stream.ts';
import { LedgerQuery } from './ledger-query.ts';
import { newsFrom } from './news-from.ts';

export class CompareReadModels extends LedgerQuery<
  StreamQuery,
  { readonly news: AsyncIterable<AuditNews<ReadModelsComparison>> }
> {}

export const compareReadModelsHandler = examiningHistory(
  CompareReadModels,
  async (reading, asked, _at, reader) => {
    const stream = await existingStream(reading, asked);
    return { news: newsFrom(reading, { kind: 'COMPARE', stream }, reader) };
  },
);
