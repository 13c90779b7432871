import { expect, test } from '@jest/globals';
import type { Document, DocumentRange, Instant, ReadModelStore, Turns } from '#eventsourcing';
import { DeadlineTicker } from './deadlines.ts';
import { Freshness } from './freshness.ts';
import type { Ledger } from './ledger.ts';

const NOW = '2026-03-02T00:00:00.000000000Z' as Instant;
const STREAM = 'wallet-acme.w';

/** Lots of one wallet that end at one instant, as they are listed until that is read. */
function ending(count: number) {
  const documents = Array.from({ length: count }, (_, index) => {
    const key = `${STREAM} EXPIRY g${String(index).padStart(5, '0')}`;
    const body = { stream: STREAM, kind: 'EXPIRY', id: key, dueAt: NOW, free: '1', held: '0' };
    return { key, order: `${NOW} ${key}`, body: JSON.stringify(body) } as Document;
  });
  const read: number[] = [];
  const list = async ({ from = '', to = '', limit }: DocumentRange) => {
    const found = documents.filter(({ order }) => (order ?? '') >= from && (order ?? '') < to);
    read.push(Math.min(found.length, limit));
    return found.slice(0, limit);
  };
  return { readModels: { list } as unknown as ReadModelStore, read };
}

test('D4: what is due is read bit by bit and once, with turns for others, and booked', async () => {
  const { readModels, read } = ending(1_200);
  const booked: string[] = [];
  let others = 0;
  const turns: Turns = {
    isOver: true,
    next: async () => {
      others += 1;
    },
  };
  const ledger = { bookDue: async (stream: string) => void booked.push(stream) };
  const ticker = new DeadlineTicker({
    ledger: ledger as unknown as Ledger,
    readModels,
    events: { head: async () => 0n } as never,
    freshness: new Freshness(),
    clock: { now: () => NOW },
    timer: { sleep: async () => undefined },
    turns,
  });
  await ticker.bookAllDue();
  // Once to book it, and once to see that nothing else fell due by that.
  expect(read).toEqual([500, 500, 200, 500, 500, 200]);
  expect(others).toBe(4);
  expect(new Set(booked)).toEqual(new Set([STREAM]));
});
