import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startBeffroi, type TestProgram } from './app.js';

describe('a program in a test', () => {
  let beffroi: TestProgram;
  beforeAll(async () => (beffroi = await startBeffroi()));
  afterAll(() => beffroi.stop());

  it('says that it is alive and ready', async () => {
    for (const path of ['live', 'ready']) {
      const response = await fetch(`${beffroi.url}/health/${path}`);
      expect(await response.json()).toEqual({ status: 'ok' });
    }
  });
});
