/** What of a person's account is handed out as data; `$1` is the account's number. The names are those in the file. */
export const HANDED_OUT: Readonly<Record<string, string>> = {
  account: `SELECT email, name, lang, created_at AS "createdAt" FROM account WHERE id = $1`,
  identity: `SELECT issuer, subject, national_number AS "nationalNumber", given_name AS "givenName",
      family_name AS "familyName", birth_date AS "birthDate", created_at AS "createdAt", last_used_at AS "lastUsedAt"
    FROM identity WHERE account_id = $1`,
  session: `SELECT assurance, created_at AS "createdAt", expires_at AS "expiresAt" FROM session WHERE account_id = $1 ORDER BY id`,
  address_proof: `SELECT purpose, p.email, p.created_at AS "createdAt", expires_at AS "expiresAt", used_at AS "usedAt"
    FROM address_proof p JOIN account a ON a.email = p.email WHERE a.id = $1 ORDER BY p.id`,
  draft: `SELECT procedure_key AS "procedureKey", answers, created_at AS "createdAt", updated_at AS "updatedAt",
      expires_at AS "expiresAt"
    FROM draft WHERE account_id = $1 AND submitted_at IS NULL ORDER BY id`,
  dossier: `SELECT reference, procedure_key AS "procedureKey", applicant_name AS "applicantName",
      applicant_email AS "applicantEmail", applicant_birth_date AS "applicantBirthDate", lang, channel, answers,
      public_status AS "publicStatus", submitted_at AS "submittedAt", closed_at AS "closedAt"
    FROM dossier WHERE account_id = $1 ORDER BY id`,
  // notes are the agents' own; what they decided by them is in the history
  conversation_entry: `SELECT reference, side, e.department, text, at, read_at AS "readAt"
    FROM conversation_entry e JOIN dossier d ON d.id = dossier_id
    WHERE d.account_id = $1 AND side <> 'note' ORDER BY e.id`,
  mail_message: `SELECT reference, recipient, subject, text, status, created_at AS "createdAt", sent_at AS "sentAt"
    FROM mail_message m LEFT JOIN dossier d ON d.id = dossier_id
    WHERE d.account_id = $1 OR (dossier_id IS NULL AND recipient = (SELECT email FROM account WHERE id = $1)) ORDER BY m.id`,
  attachment: `SELECT reference, field_key AS "fieldKey", file_name AS "fileName", media_type AS "mediaType", size, sha256,
      a.created_at AS "createdAt"
    FROM attachment a LEFT JOIN draft ON draft.id = draft_id LEFT JOIN dossier d ON d.id = a.dossier_id
    WHERE $1 IN (d.account_id, draft.account_id) ORDER BY a.id`,
  document: `SELECT reference, number, title, status, issued_at AS "issuedAt", expires_at AS "expiresAt",
      ended_at AS "endedAt", revocation_reason AS "endedBecause", sha256, size
    FROM document o JOIN dossier d ON d.id = dossier_id
    WHERE d.account_id = $1 AND status IN ('valid', 'replaced', 'revoked') ORDER BY o.id`,
  // what they paid and were paid back; the bank's own words about it stay in the town's accounts
  payment: `SELECT reference, amount_cents AS "amountCents", currency, communication, p.state, p.created_at AS "createdAt",
      paid_at AS "paidAt", receipt_number AS "receiptNumber", p.ended_at AS "endedAt",
      (SELECT json_agg(json_build_object('amountCents', r.amount_cents, 'state', r.state, 'iban', r.iban, 'askedAt', r.asked_at,
         'endedAt', r.ended_at) ORDER BY r.id) FROM refund r WHERE r.payment_id = p.id) AS refunds
    FROM payment p JOIN dossier d ON d.id = dossier_id WHERE d.account_id = $1 ORDER BY p.id`,
  // whom they named to confirm their request, and what came of it
  cosignature: `SELECT reference, c.name, c.email, sees, asked_at AS "askedAt", answer, reason, answered_at AS "answeredAt"
    FROM cosignature c JOIN dossier d ON d.id = dossier_id WHERE d.account_id = $1 ORDER BY c.id`,
  notification: `SELECT reference, topic, subject, n.created_at AS "createdAt", n.read_at AS "readAt"
    FROM notification n JOIN dossier d ON d.id = dossier_id WHERE n.account_id = $1 ORDER BY n.id`,
  notification_choice: 'SELECT topic, email, sms FROM notification_choice WHERE account_id = $1 ORDER BY topic',
  phone_number: `SELECT phone, verified_at AS "verifiedAt" FROM phone_number WHERE account_id = $1`,
  sms_message: `SELECT recipient, text, status, created_at AS "createdAt", sent_at AS "sentAt" FROM sms_message
    WHERE account_id = $1 ORDER BY id`,
  vault_document: `SELECT kind, file_name AS "fileName", media_type AS "mediaType", size, sha256, valid_until AS "validUntil",
      created_at AS "createdAt", (SELECT json_agg(json_build_object('reference', reference, 'agreedAt', agreed_at) ORDER BY agreed_at)
        FROM vault_use u JOIN attachment a ON a.id = attachment_id LEFT JOIN dossier d ON d.id = a.dossier_id
        WHERE vault_document_id = v.id) AS uses
    FROM vault_document v WHERE account_id = $1 ORDER BY v.id`,
  satisfaction: `SELECT reference, score, comment, at FROM satisfaction s JOIN dossier d ON d.id = dossier_id
    WHERE d.account_id = $1 ORDER BY d.id`,
  // what the applicant is told of a case, and who looked at it: services, not the names of agents
  history_entry: `SELECT reference, kind, at, data FROM history_entry h JOIN dossier d ON d.id = h.dossier_id
    WHERE d.account_id = $1 AND (h.public OR kind = 'dossier.read') ORDER BY h.id`,
  // what a register was asked before there was a dossier, to spare them typing
  register_consultation: `SELECT at, data FROM history_entry WHERE kind = 'register.consulted' AND actor->>'accountId' = $1::text ORDER BY id`,
};

/** Files that go with it, and where they lie in the archive. */
export const FILES = `
  SELECT 'attachment' AS "table", a.id, coalesce(reference, 'brouillons') || '/' || a.id || '-' || file_name AS path
    FROM attachment a LEFT JOIN draft ON draft.id = draft_id LEFT JOIN dossier d ON d.id = a.dossier_id
    WHERE $1 IN (d.account_id, draft.account_id)
  UNION ALL
  SELECT 'document', o.id, reference || '/' || replace(number, '/', '-') || '.pdf'
    FROM document o JOIN dossier d ON d.id = dossier_id
    WHERE d.account_id = $1 AND status IN ('valid', 'replaced', 'revoked') AND file_erased_at IS NULL
  UNION ALL
  SELECT 'vault_document', id, 'mes-documents/' || id || '-' || file_name FROM vault_document WHERE account_id = $1
  ORDER BY path`;

/** Tables with an account's or a dossier's number that are not handed out, and why. A test knows if a table is in neither. */
export const KEPT_BACK: Readonly<Record<string, string>> = {
  absence: 'of agents',
  agenda_item: 'what a body of the town deliberates: its decision reaches the applicant by document',
  erased_dossier: 'says of nobody whose it was',
  legal_hold: 'why the town keeps a case longer is not for who may be a party to the dispute',
  opinion_request: 'what a service or a body outside advises: the decision says what of it counted',
  saved_view: 'of agents',
  signature: 'of agents; the signed document is handed out',
  signature_request: 'of agents',
  signature_view: 'of agents',
};
