import { BroadcastChannel, parentPort, workerData } from 'node:worker_threads';
import type { AppendBatch } from './append-batch.ts';
import { AppendLog } from './append-log.ts';
import { Checkpoints } from './checkpoints.ts';
import { newsChannelOf } from './log-news.ts';

// The thread that writes the log. It dies of an unknown outcome, and whoever started it starts
// another one, which finds out from the file.
const { directory, pagesMax } = workerData as { directory: string; pagesMax?: number };
const log = new AppendLog(directory);
if (pagesMax !== undefined) log.database.exec(`PRAGMA max_page_count = ${pagesMax}`);
const checkpoints = new Checkpoints(directory, log.database);
const news = new BroadcastChannel(newsChannelOf(directory));

parentPort?.on('message', (batch: AppendBatch | 'close') => {
  if (batch === 'close') void close();
  else commit(batch);
});
parentPort?.postMessage('ready');

function commit(batch: AppendBatch): void {
  const outcome = log.commit(batch);
  parentPort?.postMessage(outcome);
  news.postMessage('committed');
  checkpoints.wrote(batch.bodies.reduce((sum, { length }) => sum + length, 0));
}

async function close(): Promise<void> {
  await checkpoints.close();
  log.close();
  news.close();
  parentPort?.close();
}
