import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { temporaryDirectory } from '#testing';

describe('README of the machinery', () => {
  const directory = temporaryDirectory();

  test('has an example that prints what it says', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const [, example = '', printed = ''] =
      /```ts\n(.*?)```\n\nprints\n\n```\n(.*?)```/s.exec(readme) ?? [];
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ['--conditions=app-src', '--input-type=module-typescript', '--eval', example, directory],
      { encoding: 'utf8' },
    );
    expect({ stdout, stderr }).toEqual({ stdout: printed, stderr: '' });
    expect(printed).not.toBe('');
  });
});
