type Given = Readonly<Record<string, unknown>>;

/** What some variables need of others: a sentence for everything that does not go together. */
export function conditions(given: Given): string[] {
  const problems: string[] = [];
  if (given['databaseUrl'] && !given['secret'])
    problems.push('SECRET is required with DATABASE_URL: every program on that database must have the same one.');
  if (given['jwksUrl'] && !(given['jwtIssuer'] && given['jwtAudience']))
    problems.push('JWT_ISSUER and JWT_AUDIENCE are required with JWT_JWKS_URL: no token for others opens this door.');
  if (given['identityIssuer'] && !(given['identityClientId'] && given['identityClientSecret']))
    problems.push('IDENTITY_CLIENT_ID and IDENTITY_CLIENT_SECRET are required with IDENTITY_ISSUER.');
  if (given['apiOpen'] && !['127.0.0.1', '::1', 'localhost', undefined].includes(given['host'] as string | undefined))
    problems.push('API_OPEN needs HOST to be a loopback address: otherwise everybody could come in.');
  if (given['payments'] === 'mollie' && !given['mollieApiKey'])
    problems.push('MOLLIE_API_KEY is required with PAYMENTS=mollie.');
  if (given['registers'] === 'remote' && !(given['registersUrl'] && given['registersToken']))
    problems.push('REGISTERS_URL and REGISTERS_TOKEN are required with REGISTERS=remote.');
  return [...problems, ...ofSignatures(given)];
}

/** A provider alone decides nothing: SIGNATURES says that it is the one. */
function ofSignatures({ signatures, ...given }: Given): string[] {
  const { signatureProviderUrl: url, signatureClientId: id, signatureClientSecret: secret } = given;
  if (signatures !== 'remote') return url ? ['SIGNATURE_PROVIDER_URL needs SIGNATURES to be remote.'] : [];
  if (url && id && secret) return [];
  return [
    'SIGNATURE_PROVIDER_URL, SIGNATURE_CLIENT_ID and SIGNATURE_CLIENT_SECRET are required with SIGNATURES=remote.',
  ];
}
