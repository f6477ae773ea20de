import type { CurrentAccount } from '../../access/visitor.js';
import type { Identity } from '../../accounts/identity.entity.js';
import { allFields } from '../../dossiers/roles.js';
import type { Answers, Form } from '../../forms/form.js';
import type { Lang } from '../../forms/lang.js';

/** What we need not ask: the language of the page, and what a citizen's account, identity or register tells. The applicant may change it. */
export function proposals(
  form: Form,
  lang: Lang,
  account: CurrentAccount | undefined,
  identity?: Identity | null,
  register: Readonly<Record<string, string>> = {},
): Answers {
  const known: Readonly<Record<string, string | undefined>> = {
    ...register,
    'applicant.language': lang,
    'applicant.email': account?.role === 'citizen' ? account.email : undefined,
    'applicant.givenName': identity?.givenName,
    'applicant.familyName': identity?.familyName,
    'applicant.birthDate': identity?.birthDate ?? undefined,
    'applicant.niss': identity?.nationalNumber ?? undefined,
  };
  const fields = form.pages.flatMap((page) => allFields(page.fields));
  return Object.fromEntries(
    fields.flatMap(({ key, properties }) => {
      const value = known[properties['commune:role'] ?? ''];
      return value === undefined ? [] : [[key, value]];
    }),
  );
}
