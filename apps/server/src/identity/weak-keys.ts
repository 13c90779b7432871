import type { JWK } from 'jose';

const RSA_BITS_MIN = 2_048;

/** What is wrong with a key that must not be believed, `null` where nothing is. */
export function weaknessOf({ kty, n, kid = 'without a kid' }: JWK): string | null {
  if (kty !== 'RSA') return null;
  const bits = bitsOf(n ?? '');
  return bits < RSA_BITS_MIN
    ? `the RSA key ${kid} has ${bits} bits, and must have at least ${RSA_BITS_MIN}`
    : null;
}

function bitsOf(modulus: string): number {
  const bytes = Buffer.from(modulus, 'base64url');
  const first = bytes.findIndex((byte) => byte > 0);
  if (first < 0) return 0;
  return (bytes.length - first) * 8 - (Math.clz32(bytes[first] as number) - 24);
}
