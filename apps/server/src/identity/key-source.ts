import { readFile } from 'node:fs/promises';
import type { JSONWebKeySet } from 'jose';

/** Where the JWKS is. It is read at the start, and again and again: keys come and are withdrawn. */
export type KeySource = { readonly file: string } | { readonly url: URL };

// A server that cannot have its keys must be able to say so within seconds of its start.
const ANSWER_WITHIN_MS = 3_000;
const BYTES_MAX = 1_048_576;

/** What the source has now, whatever it is; fails in words for whoever runs the server. */
export async function readKeySet(source: KeySource): Promise<JSONWebKeySet> {
  const text = 'url' in source ? await fetched(source.url) : await readFile(source.file, 'utf8');
  return JSON.parse(text) as JSONWebKeySet;
}

async function fetched(url: URL): Promise<string> {
  // Who redirects could send to another, over plain http too.
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
  const response = await fetch(url, { redirect: 'error', signal });
  if (!response.ok) throw new Error(`${url.href} answers with status ${response.status}`);
  let text = '';
  for await (const part of (response.body ?? new ReadableStream()).pipeThrough(
    new TextDecoderStream(),
  )) {
    text += part;
    if (text.length > BYTES_MAX) throw new Error(`${url.href} answers with more than 1 MiB`);
  }
  return text;
}
