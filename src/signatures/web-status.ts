import type { StatusSource } from './signature-provider.js';

const PATIENCE_MILLISECONDS = 10_000;
/** Lists of large authorities are that long. */
const MOST_BYTES = 10_000_000;

/** Asks the addresses that certificates name (RFC 6960, appendix A; RFC 5280, 4.2.1.13). */
export const webStatus: StatusSource = {
  ask: (address, request) =>
    read(address, {
      method: 'POST',
      headers: { 'content-type': 'application/ocsp-request', accept: 'application/ocsp-response' },
      body: new Uint8Array(request),
    }),
  list: (address) => read(address, {}),
};

async function read(address: string, how: RequestInit): Promise<Buffer> {
  const response = await fetch(address, {
    ...how,
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE_MILLISECONDS),
  });
  if (!response.ok) throw new Error(`${address} answered ${response.status}.`);
  const content = Buffer.from(await response.arrayBuffer());
  if (content.length > MOST_BYTES) throw new Error(`${address} answered with ${content.length} bytes.`);
  return content;
}
