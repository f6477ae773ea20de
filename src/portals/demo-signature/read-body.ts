import { PayloadTooLargeException } from '@nestjs/common';
import type { Request } from 'express';

/** Questions of programs are a few hundred bytes. */
const MOST_BYTES = 16_384;

/** What a program sent, as it came. */
export async function readBody(request: Request): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size > MOST_BYTES) throw new PayloadTooLargeException();
  }
  return Buffer.concat(chunks);
}
