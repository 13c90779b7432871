import { Worker } from 'node:worker_threads';
import {
  Overloaded,
  type AuditJob,
  type Auditor,
  type AuditTerms,
  type ResultOf,
} from '#application';
import { errorOf, type AuditMessage, type AuditSetup } from './messages.ts';
import { WaitingLine } from './waiting-line.ts';

/** How many audits are done at once. */
const THREADS_MAX = 2;
/** So that a second tenant need not wait for the first one's long histories. */
const THREADS_OF_TENANT_MAX = THREADS_MAX - 1;
/** A thread that nobody needs for so long ends, and gives its memory back. */
const IDLE_MS_MAX = 60_000;

interface Task {
  readonly job: AuditJob;
  readonly terms: AuditTerms;
  readonly done: (result: ResultOf<AuditJob>) => void;
  readonly failed: (error: unknown) => void;
}

interface AuditThread {
  readonly worker: Worker;
  task: Task | null;
  idle: NodeJS.Timeout | undefined;
}

const isSource = import.meta.url.endsWith('.ts');
const workerFile = new URL(isSource ? './worker.ts' : './worker.js', import.meta.url);

/**
 * Does audits in a few threads, which are started when they are needed. A thread is ended in the
 * middle of what it does when that is not wanted any more: it only reads.
 */
export class AuditThreads implements Auditor {
  readonly #start: () => Worker;
  readonly #threads = new Set<AuditThread>();
  readonly #waiting = new WaitingLine<Task>(({ terms }) => terms.tenantId);
  #isStopped = false;

  constructor(
    setup: AuditSetup,
    start = (): Worker => new Worker(workerFile, { workerData: setup }),
  ) {
    this.#start = start;
  }

  async run<Job extends AuditJob>(job: Job, terms: AuditTerms): Promise<ResultOf<Job>> {
    const { signal } = terms;
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<ResultOf<AuditJob>>();
    const task: Task = { job, terms, done: resolve, failed: reject };
    if (this.#isStopped || !this.#waiting.join(task)) throw new Overloaded('too many audits wait');
    const end = (): void => this.#end(task);
    signal.addEventListener('abort', end, { once: true });
    this.#next();
    try {
      return (await promise) as ResultOf<Job>;
    } finally {
      signal.removeEventListener('abort', end);
    }
  }

  /** Ends all of them. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    const ended = new Overloaded('the server stops');
    for (const task of this.#waiting.empty()) task.failed(ended);
    await Promise.all([...this.#threads].map(async (thread) => this.#drop(thread, ended)));
  }

  #next(): void {
    const task = this.#waiting.leave(
      (tenantId) => this.#threadsOf(tenantId) < THREADS_OF_TENANT_MAX,
    );
    if (task === undefined) return;
    const thread = this.#free();
    if (thread === undefined) return this.#waiting.first(task);
    clearTimeout(thread.idle);
    thread.task = task;
    thread.worker.ref();
    thread.worker.postMessage(task.job);
  }

  #threadsOf(tenantId: string): number {
    return [...this.#threads].filter(({ task }) => task?.terms.tenantId === tenantId).length;
  }

  #free(): AuditThread | undefined {
    for (const thread of this.#threads) if (thread.task === null) return thread;
    return this.#threads.size < THREADS_MAX ? this.#started() : undefined;
  }

  #started(): AuditThread {
    const thread: AuditThread = { worker: this.#start(), task: null, idle: undefined };
    this.#threads.add(thread);
    thread.worker.on('message', (message: AuditMessage) => this.#hear(thread, message));
    thread.worker.on('error', (error) => void this.#drop(thread, error));
    thread.worker.on('exit', () => void this.#drop(thread, new Error('an audit thread ended')));
    return thread;
  }

  #hear(thread: AuditThread, message: AuditMessage): void {
    const { task } = thread;
    if (task === null) return;
    if (message.kind === 'PROGRESS') return task.terms.told(message.progress);
    thread.task = null;
    thread.worker.unref();
    thread.idle = setTimeout(() => void this.#drop(thread), IDLE_MS_MAX).unref();
    if (message.kind === 'RESULT') task.done(message.result);
    else task.failed(errorOf(message.failure));
    this.#next();
  }

  /** Its caller wants it no more. */
  #end(task: Task): void {
    this.#waiting.forget(task);
    const reason: unknown = task.terms.signal.reason;
    task.failed(reason);
    for (const thread of this.#threads) if (thread.task === task) void this.#drop(thread, reason);
  }

  async #drop(thread: AuditThread, reason?: unknown): Promise<void> {
    if (!this.#threads.delete(thread)) return;
    clearTimeout(thread.idle);
    thread.task?.failed(reason);
    thread.task = null;
    if (!this.#isStopped) this.#next();
    await thread.worker.terminate();
  }
}
