import { ValidationPipe } from '@nestjs/common';
import { Problem } from '../protocol/problem.js';
import { DocumentMetadata } from './document-bodies.js';

/** A part of a form that multer has read. */
export interface UploadedPart {
  readonly fieldname: string;
  readonly originalname: string;
  readonly mimetype: string;
  readonly buffer: Buffer;
}

const pipe = new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, transform: true });

/** The JSON of a field; some clients send it as a field, others as a part with a name. */
export function jsonOf(name: string, field: unknown, parts: readonly UploadedPart[]): unknown {
  const texts = [field, ...parts.filter(({ fieldname }) => fieldname === name).map(({ buffer }) => buffer.toString())];
  const given = texts.flat().filter((text): text is string => typeof text === 'string' && text !== '');
  try {
    const values = given.map((text) => JSON.parse(text) as unknown);
    return values.length === 1 ? values[0] : values.length === 0 ? undefined : values;
  } catch {
    throw new Problem('INVALID_ARGUMENT', `${name} must be JSON.`);
  }
}

/** Throws what is wrong with it. */
export async function metadataOf(json: unknown): Promise<DocumentMetadata> {
  if (json === undefined || json === null) return {};
  if (typeof json !== 'object' || Array.isArray(json))
    throw new Problem('INVALID_ARGUMENT', 'The metadata of a document must be an object.');
  return (await pipe.transform(json, { type: 'body', metatype: DocumentMetadata })) as DocumentMetadata;
}

/** Names of files come without their folders. */
export function nameOf({ originalname }: UploadedPart): string | undefined {
  return originalname.split(/[\\/]/).at(-1) || undefined;
}
