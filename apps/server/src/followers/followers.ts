import { Worker } from 'node:worker_threads';
import type { Position } from '#eventsourcing';
import type { FollowerMessage, FollowersOrder, FollowersSetup } from './messages.ts';

/** What the server does with the news of its followers. */
export interface FollowersNews {
  moved(follower: string, position: Position): void;
  failed(follower: string, error: string, retryAfterMs: number): void;
  catalogChanged(tenantId: string): void;
  historyCut(stream: string | null, message: string): void;
}

/** How a follower stands: where it is, and what last stopped it, until it moves again. */
export interface FollowerStatus {
  readonly position: Position;
  readonly failure: string | null;
}

const isSource = import.meta.url.endsWith('.ts');
const RESTART_AFTER_MS = 500;
const STOP_MS_MAX = 5_000;

/** The thread in which projections and snapshots follow the log. If it dies, another takes over. */
export class Followers {
  readonly status = new Map<string, FollowerStatus>();
  readonly #setup: FollowersSetup;
  readonly #news: FollowersNews;
  #worker: Worker;
  #isStopping = false;

  constructor(setup: FollowersSetup, news: FollowersNews) {
    this.#setup = setup;
    this.#news = news;
    this.#worker = this.#start();
  }

  /** Ends after the batch in hand is stored, or in the middle of it: what counts is stored whole. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    const ended = new Promise((resolve) => this.#worker.once('exit', resolve));
    this.#order({ kind: 'STOP' });
    const late = setTimeout(() => void this.#worker.terminate(), STOP_MS_MAX);
    await ended;
    clearTimeout(late);
  }

  /** Lets them read on without resting until they are there: somebody waits for it. */
  hurryTo(position: Position): void {
    this.#order({ kind: 'HURRY', position });
  }

  #order(order: FollowersOrder): void {
    this.#worker.postMessage(order);
  }

  #start(): Worker {
    const file = new URL(isSource ? './worker.ts' : './worker.js', import.meta.url);
    const worker = new Worker(file, { workerData: this.#setup });
    worker.on('message', (message: FollowerMessage) => this.#hear(message));
    worker.on('error', (error) => this.#failed('followers', String(error), RESTART_AFTER_MS));
    worker.on('exit', () => {
      if (!this.#isStopping) setTimeout(() => (this.#worker = this.#start()), RESTART_AFTER_MS);
    });
    return worker;
  }

  #hear(message: FollowerMessage): void {
    if (message.kind === 'CATALOG') return this.#news.catalogChanged(message.tenantId);
    if (message.kind === 'CUT') return this.#news.historyCut(message.stream, message.message);
    const { follower } = message;
    if (message.kind === 'FAILED')
      return this.#failed(follower, message.error, message.retryAfterMs);
    this.status.set(follower, { position: message.position, failure: null });
    this.#news.moved(follower, message.position);
  }

  #failed(follower: string, error: string, retryAfterMs: number): void {
    const position = this.status.get(follower)?.position ?? 0n;
    this.status.set(follower, { position, failure: error });
    this.#news.failed(follower, error, retryAfterMs);
  }
}
