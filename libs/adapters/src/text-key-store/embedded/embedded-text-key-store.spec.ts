import { readdirSync, readFileSync, statSync } from 'node:fs';
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

  test('lets only the owner read its files', () => {
    const directory = join(shared, 'private');
    const store = open(directory);
    store.obtain('a');
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
