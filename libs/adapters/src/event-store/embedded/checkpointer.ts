import { parentPort, workerData } from 'node:worker_threads';
import { openForWriting } from '../../sqlite/database-file.ts';
import { copyWriteAheadLog, logFile } from './log-file.ts';

// The thread that copies what commits have left in the write-ahead log to its place, as often as it
// is asked, while others go on reading and writing. It answers how many pages the log holds.
const { directory } = workerData as { directory: string };
const database = openForWriting(directory, logFile);

parentPort?.on('message', () => {
  parentPort?.postMessage(copyWriteAheadLog(database));
});
