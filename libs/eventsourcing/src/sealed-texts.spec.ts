import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { EmbeddedTextKeyStore, SystemRandomness } from '#adapters';
import { temporaryDirectory } from '#testing';
import { SealedTexts } from './sealed-texts.ts';

describe('SealedTexts', () => {
  const keys = EmbeddedTextKeyStore.open(temporaryDirectory(), new SystemRandomness());
  const texts = new SealedTexts(keys, new SystemRandomness());
  const anyText = fc.string({ unit: 'grapheme', maxLength: 200 });
  let wallets = 0;
  const freshWallet = (): string => `wallet-acme.w${(wallets += 1)}`;

  afterAll(() => keys.close());

  test('opens what it sealed, for a wallet and for a member', () => {
    const wallet = freshWallet();
    fc.assert(
      fc.property(anyText, fc.constantFrom(null, 'ann', 'bob'), (text, member) => {
        const sealed = texts.seal(wallet, member, text);
        expect(sealed).toMatch(/^[\w-]+$/);
        expect(texts.open(wallet, member, sealed)).toBe(text);
      }),
    );
  });

  test('begins each text with 96 bits of the injected source, and ends it with a tag of 128', () => {
    const injected = Uint8Array.from({ length: 12 }, (_, index) => index);
    const fixed = new SealedTexts(keys, { bytes: () => injected });
    const sealed = Buffer.from(fixed.seal(freshWallet(), null, 'four'), 'base64url');
    expect(sealed.subarray(0, 12)).toEqual(Buffer.from(injected));
    expect(sealed).toHaveLength(12 + 4 + 16);
  });

  test('never seals a text to the same bytes twice', () => {
    const wallet = freshWallet();
    const sealed = Array.from({ length: 100 }, () => texts.seal(wallet, 'ann', 'the same'));
    expect(new Set(sealed).size).toBe(100);
  });

  test('opens nothing with the key of another', () => {
    const [wallet, other] = [freshWallet(), freshWallet()];
    for (const member of [null, 'ann', 'bob']) texts.seal(wallet, member, 'a key for each');
    texts.seal(other, 'ann', 'another ann');
    const sealed = texts.seal(wallet, 'ann', 'secret');
    expect(texts.open(wallet, 'bob', sealed)).toBeUndefined();
    expect(texts.open(wallet, null, sealed)).toBeUndefined();
    expect(texts.open(other, 'ann', sealed)).toBeUndefined();
    expect(texts.open(wallet, 'nobody', sealed)).toBeUndefined();
  });

  test('opens nothing that was changed, at whichever byte', () => {
    const wallet = freshWallet();
    const sealed = Buffer.from(texts.seal(wallet, null, 'secret'), 'base64url');
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(texts.open(wallet, null, changed.toString('base64url'))).toBeUndefined();
    }
  });

  test('opens nothing of an erased member, not even once there is a new key of that name', () => {
    const wallet = freshWallet();
    const [ann, bob] = [texts.seal(wallet, 'ann', 'a'), texts.seal(wallet, 'bob', 'b')];
    const own = texts.seal(wallet, null, 'w');
    texts.erase(wallet, 'ann');
    expect(texts.open(wallet, 'ann', ann)).toBeUndefined();
    const later = texts.seal(wallet, 'ann', 'later');
    expect(texts.open(wallet, 'ann', ann)).toBeUndefined();
    expect(texts.open(wallet, 'ann', later)).toBe('later');
    expect([texts.open(wallet, 'bob', bob), texts.open(wallet, null, own)]).toEqual(['b', 'w']);
  });

  test('hashes a text the same while its key lives, and to nothing known once it is erased', () => {
    const wallet = freshWallet();
    const hash = texts.hash(wallet, 'ann', 'note');
    expect(texts.hash(wallet, 'ann', 'note')).toBe(hash);
    expect(new SealedTexts(keys, new SystemRandomness()).hash(wallet, 'ann', 'note')).toBe(hash);
    expect(texts.hash(wallet, 'ann', 'note2')).not.toBe(hash);
    expect(texts.hash(wallet, 'bob', 'note')).not.toBe(hash);
    expect(texts.hash(wallet, null, 'note')).not.toBe(hash);
    texts.erase(wallet, 'ann');
    expect(texts.hash(wallet, 'ann', 'note')).not.toBe(hash);
  });
});
