/**
 * The official JavaScript clients of Camunda 8, unmodified, against a program in a test:
 *
 *     const beffroi = await startBeffroi({ env: { API_OPEN: 'true' } });
 *     const { sdk, cluster } = camundaClients(beffroi);
 *     await sdk.deployResources([{ name: 'order.bpmn', content: bpmn(...) }]);
 *     const { items } = await cluster.searchUserTasks({}, AT_ONCE);
 *
 * The cluster client checks every answer against its own schema and throws when one does not fit.
 */
import { createCamundaClient, type CamundaClient } from '@camunda8/orchestration-cluster-api';
import { Camunda8 } from '@camunda8/sdk';
import type { TestProgram } from './app.js';

/** Searches must say how long they would wait for an answer to become true; ours is true at once. */
export const AT_ONCE = { consistency: { waitUpToMs: 0 } } as const;

export type RestClient = ReturnType<Camunda8['getCamundaRestClient']>;

export interface CamundaClients {
  /** `@camunda8/sdk`. */
  readonly sdk: RestClient;
  /** `@camunda8/orchestration-cluster-api`. */
  readonly cluster: CamundaClient;
}

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

export function camundaClients({ url }: TestProgram, basic?: Credentials): CamundaClients {
  const strategy = basic ? 'BASIC' : 'NONE';
  const sdk = new Camunda8({
    ZEEBE_REST_ADDRESS: url,
    CAMUNDA_AUTH_STRATEGY: strategy,
    ...(basic && { CAMUNDA_BASIC_AUTH_USERNAME: basic.email, CAMUNDA_BASIC_AUTH_PASSWORD: basic.password }),
    CAMUNDA_LOG_LEVEL: 'none',
  }).getCamundaRestClient();
  const cluster = createCamundaClient({
    config: {
      CAMUNDA_REST_ADDRESS: url,
      CAMUNDA_AUTH_STRATEGY: strategy,
      ...(basic && { CAMUNDA_BASIC_AUTH_USERNAME: basic.email, CAMUNDA_BASIC_AUTH_PASSWORD: basic.password }),
      CAMUNDA_SDK_VALIDATION: 'req:none,res:strict',
      CAMUNDA_SDK_LOG_LEVEL: 'silent',
    },
  });
  return { sdk, cluster };
}
