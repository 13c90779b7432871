import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

test('the image runs Node with the flags with which the server is measured', () => {
  const flags = JSON.parse(readFileSync('deploy/server-flags.json', 'utf8')) as readonly string[];
  const image = readFileSync('deploy/docker/Dockerfile', 'utf8');
  const command = /^CMD (\[[^\]]*\])/m.exec(image.replaceAll('\\\n', ''))?.[1] ?? '[]';
  expect(JSON.parse(command)).toEqual(['node', ...flags, 'dist/apps/server/src/main.js']);
});
