import { describe, expect, test } from '@jest/globals';
import { isZone } from './zone.ts';

describe('a zone', () => {
  test.each([
    'Europe/Berlin',
    'America/Argentina/Buenos_Aires',
    'Asia/Katmandu',
    'UTC',
    'Etc/GMT+5',
  ])('may be %s', (name) => {
    expect(isZone(name)).toBe(true);
  });

  test.each([
    '+01:00',
    '-0500',
    '+01',
    'Z',
    '',
    'europe/berlin',
    'EUROPE/BERLIN',
    'Utc',
    'Europe/Atlantis',
    'Europe/Berlin ',
    '2026-03-01T00:00Z[Europe/Berlin]',
    '[Europe/Berlin]',
  ])('may not be "%s"', (name) => {
    expect(isZone(name)).toBe(false);
  });
});
