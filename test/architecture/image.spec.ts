import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

test('the image runs Node with the flags with which the server is measured', () => {
  const flags = JSON.parse(readFileSync('deploy/server-flags.json', 'utf8')) as readonly string[];
  const image = readFileSync('deploy/docker/Dockerfile', 'utf8');
  expect(image).toContain(`NODE_OPTIONS="${flags.join(' ')}"`);
});
