import { Injectable } from '@nestjs/common';
import {
  type Answer,
  type Credential,
  type SignatureOrder,
  SignatureProvider,
  type Signer,
  type StatusSource,
} from './signature-provider.js';
import { TestAuthority } from './test-authority.js';

/** Signs with keys of the test authority, at once and without asking anybody. */
@Injectable()
export class TestProvider extends SignatureProvider {
  readonly kind = 'test';
  /** Asked here, not over the web: it may not be reached there by its public address. */
  readonly status: StatusSource = {
    ask: (_address, request) => this.authority.answer(request),
    list: () => this.authority.list(),
  };

  constructor(private readonly authority: TestAuthority) {
    super();
  }

  async credential(signer: Signer): Promise<Credential> {
    const [id, name] = signer.kind === 'town' ? ['seal', 'Sceau de la Ville'] : [signer.accountId, signer.name];
    const { certificate } = await this.authority.key(id, `TEST ${name}`, 'signature');
    return { id, chain: [certificate, await this.authority.root()] };
  }

  async sign({ credential, attributes }: SignatureOrder): Promise<Answer> {
    const { privateKey } = await this.authority.key(credential.id, '', 'signature');
    const { signWithKey } = await import('./certificates.js');
    return { signature: signWithKey(privateKey, attributes) };
  }

  timeStamp(digest: Buffer): Promise<Buffer> {
    return this.authority.timeStamp(digest);
  }
}
