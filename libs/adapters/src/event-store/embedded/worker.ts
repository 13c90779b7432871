import { BroadcastChannel, parentPort, workerData } from 'node:worker_threads';
import type { AppendBatch } from './append-batch.ts';
import { AppendLog } from './append-log.ts';
import { newsChannelOf } from './log-news.ts';

// The thread that writes the log. It dies of an unknown outcome, and whoever started it starts
// another one, which finds out from the file.
const { directory, pagesMax } = workerData as { directory: string; pagesMax?: number };
const log = new AppendLog(directory);
if (pagesMax !== undefined) log.database.exec(`PRAGMA max_page_count = ${pagesMax}`);
const news = new BroadcastChannel(newsChannelOf(directory));

parentPort?.on('message', (batch: AppendBatch | 'close') => {
  if (batch === 'close') close();
  else commit(batch);
});
parentPort?.postMessage('ready');

function commit(batch: AppendBatch): void {
  const outcome = log.commit(batch);
  parentPort?.postMessage(outcome);
  news.postMessage('committed');
}

function close(): void {
  log.close();
  news.close();
  parentPort?.close();
}
