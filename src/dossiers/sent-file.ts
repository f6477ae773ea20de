import { createHash } from 'node:crypto';
import { fileTypeFromBuffer } from 'file-type';
import { MAX_FILE_BYTES } from '../access/multipart.js';
import { fileError } from '../forms/fields/filepicker.js';
import type { Field, FieldError } from '../forms/form.js';
import { safeFileName } from './file-name.js';

/** A file as multer hands it over. */
export interface SentFile {
  readonly originalname: string;
  readonly buffer: Buffer;
}

/** What is kept of it. */
export interface ReadFile {
  readonly fieldKey: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly size: number;
  readonly sha256: string;
  readonly content: Buffer;
}

/** As many as one field may hold when the form does not say. */
const MOST_FILES = 10;

/** Reads a file that answers a field which has `existing` already. What it is is found in its content, not in what the browser says. */
export async function readSentFile(
  field: Field,
  { originalname, buffer: content }: SentFile,
  existing: number,
): Promise<{ file: ReadFile } | { error: FieldError }> {
  const { rules, key: fieldKey } = field;
  const found = await fileTypeFromBuffer(content);
  // multer reads header names as latin1
  const given = Buffer.from(originalname, 'latin1').toString('utf8');
  const fileName = safeFileName(given.includes('\uFFFD') ? originalname : given, found?.ext ?? 'bin');
  const { length: size } = content;
  const mediaType = found?.mime ?? 'application/octet-stream';
  const maxSize = Math.min(rules.maxSize ?? MAX_FILE_BYTES, MAX_FILE_BYTES);
  const error = fileError({ ...rules, maxSize }, { name: fileName, size, type: mediaType });
  if (error) return { error: { field: fieldKey, ...error } };
  if (existing >= (rules.multiple ? MOST_FILES : 1)) return { error: { field: fieldKey, message: 'forms.file.one' } };
  return {
    file: {
      fieldKey,
      fileName,
      mediaType,
      size,
      sha256: createHash('sha256').update(content).digest('hex'),
      content,
    },
  };
}
