import { join } from 'node:path';
import { root } from '../config.js';
import { LANGS } from '../forms/lang.js';
import { Texts } from '../procedures/texts.js';
import type { SignatureToMake } from './prepare-pdf.js';
import type { Level, Signer } from './signature-provider.js';
import type { SignatureRow } from './signature.entity.js';

const texts = Texts.load(join(root, 'src/documents/texts'));
/** The language of the town, as that of its documents. */
const [LANG] = LANGS;
const day = new Intl.DateTimeFormat('fr-BE', { dateStyle: 'long', timeZone: 'Europe/Brussels' });
const hour = new Intl.DateTimeFormat('fr-BE', { timeStyle: 'short', timeZone: 'Europe/Brussels' });

interface Circumstances {
  readonly signer: Signer;
  readonly level: Level;
  readonly at: Date;
  /** The certificates are those of the test authority. */
  readonly test: boolean;
}

/** What viewers of the file say of a signature, and what is printed: the delegation first, then who, then when. */
export function wordsOf(
  { title, signerTitle, act }: SignatureRow,
  { signer, level, at, test }: Circumstances,
): Omit<SignatureToMake, 'position' | 'at'> {
  const t = (key: string, params?: Record<string, string>): string => texts.text(LANG, `signature.${key}`, params);
  const reason = t(`level.${level}`);
  const location = t('place');
  if (signer.kind === 'town') return { name: texts.text(LANG, 'town'), reason, location };
  const when = t(level === 'seal' ? 'approved' : 'signed', { date: day.format(at), time: hour.format(at) });
  const words = {
    ...(act && { before: t('delegation', { name: title, act }) }),
    by: signerTitle ?? title,
    after: test ? `${when} ${t('test')}` : when,
  };
  return { name: signer.name, reason, location, words };
}
