import { createHash, X509Certificate } from 'node:crypto';
import type { CscClient } from './csc-client.js';
import {
  type Answer,
  type Credential,
  type Level,
  NoSignature,
  type SignatureOrder,
  SignatureProvider,
  type Signer,
} from './signature-provider.js';
import { webStatus } from './web-status.js';

const SHA256 = '2.16.840.1.101.3.4.2.1';
const SHA256_WITH_RSA = '1.2.840.113549.1.1.11';

/**
 * A provider that keeps the keys and asks the person itself, by the API of the Cloud Signature Consortium (version 2). It is
 * told digests, never documents.
 */
export class RemoteProvider extends SignatureProvider {
  readonly status = webStatus;

  /** `sealCredential`: what the provider calls the key of the town's seal. */
  constructor(
    private readonly csc: CscClient,
    private readonly sealCredential: string | undefined,
    readonly kind: 'remote' | 'simulator' = 'remote',
  ) {
    super();
  }

  async credential(signer: Signer, level: Level): Promise<Credential> {
    const id = signer.kind === 'town' ? this.sealCredential : await this.credentialOf(signer.email, level);
    if (id === undefined) throw new NoSignature('No credential for the seal: SIGNATURE_SEAL_CREDENTIAL names it.');
    const { cert } = await this.csc.credential(id);
    const chain = cert.certificates.map((one) => Buffer.from(one, 'base64'));
    const [own] = chain;
    if (!own || cert.status !== 'valid')
      throw new NoSignature(`The certificate of the credential "${id}" is not valid.`);
    if (new X509Certificate(own).publicKey.asymmetricKeyType !== 'rsa')
      throw new NoSignature(`The credential "${id}" has no RSA key: no other is supported.`);
    return { id, chain };
  }

  /** The person is asked first (a reference stands for that), then the digest is signed. */
  async sign({ key, credential, attributes, description }: SignatureOrder, reference?: string): Promise<Answer> {
    const hash = createHash('sha256').update(attributes).digest('base64');
    const what = { credentialID: credential.id, hashes: [hash], hashAlgorithmOID: SHA256, clientData: key };
    const asked =
      reference === undefined
        ? await this.csc.authorize({ ...what, numSignatures: 1, description }, key)
        : await this.csc.authorizeCheck(reference);
    if ('refused' in asked) return asked;
    if ('handle' in asked) return { pending: asked.handle };
    const [signature] = await this.csc.signHash({ ...what, SAD: asked.SAD, signAlgo: SHA256_WITH_RSA }, key);
    if (!signature) throw new Error('The signature provider answered without a signature.');
    return { signature: Buffer.from(signature, 'base64') };
  }

  /** Without an authority for time the signature is made all the same, at level B-B. */
  async timeStamp(digest: Buffer): Promise<Buffer | undefined> {
    if (!(await this.csc.methods()).includes('signatures/timestamp')) return undefined;
    const hash = digest.toString('base64');
    return Buffer.from(await this.csc.timeStamp({ hash, hashAlgo: SHA256 }), 'base64');
  }

  private async credentialOf(email: string, level: Level): Promise<string> {
    const ids = await this.csc.credentials(email);
    for (const id of ids) {
      const { SCAL, key } = await this.csc.credential(id);
      // sole control of level 2 is what makes a remote signature qualified (EN 419 241-1)
      if (key.status === 'enabled' && (level !== 'qualified' || SCAL === '2')) return id;
    }
    throw new NoSignature(`The signature provider has no key of level "${level}" for ${email}.`);
  }
}
