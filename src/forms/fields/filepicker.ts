import type { AttachedFile, Rules } from '../form.js';
import type { FieldType } from './field.js';

const MEGABYTE = 1024 * 1024;
const DEFAULT_ACCEPT = ['.pdf', '.jpg', '.jpeg', '.png'];

/** Attached files. What is posted here never counts: the files are handed over by whoever stored them. */
export const filepicker: FieldType = {
  missing: 'forms.missing.file',

  read(field, _posted, files) {
    if (files.length === 0) return { value: undefined };
    if (!field.rules.multiple && files.length > 1) return { error: { message: 'forms.file.one' } };
    for (const file of files) {
      const error = fileError(field.rules, file);
      if (error) return { error };
    }
    return { value: files.map(({ id, name, size, type }) => ({ ...(id ? { id } : {}), name, size, type })) };
  },

  write: () => ({}),

  inputs: ({ rules }) => ({
    accept: (rules.accept ?? DEFAULT_ACCEPT).join(','),
    multiple: rules.multiple ?? false,
    extensions: extensions(rules),
    maxMegabytes: Math.round((rules.maxSize ?? 10 * MEGABYTE) / MEGABYTE),
  }),

  words: (_field, value) =>
    Array.isArray(value) ? value.map((file) => String((file as unknown as AttachedFile).name)) : [],
};

/** Why one file cannot be taken, if so. */
export function fileError(rules: Rules, file: AttachedFile): ReturnType<typeof tooLarge> {
  const accept = rules.accept ?? DEFAULT_ACCEPT;
  const name = file.name.toLowerCase();
  const accepted = accept.some((one) =>
    one.startsWith('.')
      ? name.endsWith(one)
      : one.endsWith('/*')
        ? file.type.startsWith(one.slice(0, -1))
        : file.type === one,
  );
  if (!accepted) return { message: 'forms.file.kind', params: { name: file.name, kinds: extensions(rules) } };
  if (file.size === 0) return { message: 'forms.file.empty', params: { name: file.name } };
  return tooLarge(rules.maxSize ?? 10 * MEGABYTE, file);
}

function tooLarge(
  max: number,
  file: AttachedFile,
): { message: string; params: Record<string, string | number> } | undefined {
  if (file.size <= max) return undefined;
  return { message: 'forms.file.large', params: { name: file.name, max: Math.round(max / MEGABYTE) } };
}

function extensions({ accept = DEFAULT_ACCEPT }: Rules): string {
  const names = accept.map((one) => one.replace(/^\.|^.*\//, '').toUpperCase()).filter((one) => one !== 'JPEG');
  return [...new Set(names)].join(', ');
}
