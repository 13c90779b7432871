import { appendFileSync, cpSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { temporaryDirectory, textKeyStoreContract } from '#testing';
import { SystemRandomness } from '../../clock/system-randomness.ts';
import { EmbeddedTextKeyStore } from './embedded-text-key-store.ts';

describe('EmbeddedTextKeyStore', () => {
  const shared = temporaryDirectory();
  const open = (directory: string): EmbeddedTextKeyStore =>
    EmbeddedTextKeyStore.open(directory, new SystemRandomness());
  textKeyStoreContract(() => open(shared));

  test('leaves no byte of an erased key in any file, and all bytes of the others', () => {
    const directory = join(shared, 'erased');
    const store = open(directory);
    const names = Array.from({ length: 600 }, (_, index) => `wallet-${index}/${'x'.repeat(index)}`);
    const keys = names.map((name) => Uint8Array.from(store.obtain(name)));
    const mustGo = (index: number): boolean => index % 3 !== 0;
    for (const [index, name] of names.entries()) if (mustGo(index)) store.erase(name);
    const files = bytesIn(directory);
    const isThere = (key: Uint8Array): boolean => files.some((bytes) => bytes.includes(key));
    expect(keys.map(isThere)).toEqual(names.map((_, index) => !mustGo(index)));
    // A quarter of a key would help to guess the rest.
    const partsLeft = keys.filter(
      (key, index) => mustGo(index) && isThere(key.subarray(0, key.length / 4)),
    );
    expect(partsLeft).toEqual([]);
    store.close();
  });

  test('takes the key that another instance made, and notices that it was erased there', () => {
    const directory = join(shared, 'two');
    const [one, two] = [open(directory), open(directory)];
    expect(two.obtain('a')).toEqual(one.obtain('a'));
    one.erase('a');
    expect(two.find('a')).toBeUndefined();
    one.close();
    two.close();
  });

  test('erases again what was erased when older keys are put back, and nothing else', () => {
    const [directory, backup] = [join(shared, 'restored'), join(shared, 'backup')];
    const store = open(directory);
    const kept = Uint8Array.from(store.obtain('kept'));
    for (const name of ['erased', 'made-anew']) store.obtain(name);
    store.close();
    cpSync(directory, backup, { recursive: true });

    const later = open(directory);
    for (const name of ['erased', 'made-anew']) later.erase(name);
    const anew = Uint8Array.from(later.obtain('made-anew'));
    later.close();
    const today = open(directory);
    expect([today.find('erased'), today.find('made-anew')]).toEqual([undefined, anew]);
    today.close();

    // A line that a crash left half is none.
    appendFileSync(join(directory, 'erasures'), '\n0123');
    cpSync(join(directory, 'erasures'), join(backup, 'erasures'));
    const restored = open(backup);
    expect(['kept', 'erased', 'made-anew'].map((name) => restored.find(name))).toEqual([
      kept,
      undefined,
      undefined,
    ]);
    restored.erase('kept');
    restored.close();
    expect(readFileSync(join(backup, 'erasures'), 'utf8')).toMatch(
      /(\n[0-9a-f]{64}){2}\n0123\n[0-9a-f]{64}$/,
    );
  });

  test('lets only the owner read its files', () => {
    const directory = join(shared, 'private');
    const store = open(directory);
    store.obtain('a');
    store.erase('a');
    expect(readdirSync(directory)).toContain('erasures');
    const modes = readdirSync(directory).map(
      (file) => statSync(join(directory, file)).mode & 0o777,
    );
    expect(new Set(modes)).toEqual(new Set([0o600]));
    store.close();
  });
});

function bytesIn(directory: string): readonly Buffer[] {
  return readdirSync(directory).map((file) => readFileSync(join(directory, file)));
}
