import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { History } from '../../history/history.js';
import { IncidentsService } from '../../workflow/incidents.service.js';
import { bpmn, extensions, node, userTask } from '../../../test/support/bpmn.js';
import { axe, browserIsThere, startBrowser, visit } from '../../../test/support/browser.js';
import { HttpBrowser } from '../../../test/support/http-browser.js';
import { startWorkflow, type TestWorkflow } from '../../../test/support/workflow.js';

const script =
  '<zeebe:script expression="=assert(amount, amount &lt; 10, &quot;too much&quot;) * 2" resultVariable="twice" />';
const MODEL = bpmn('order', [
  node('startEvent', 'start'),
  node('scriptTask', 'double', extensions(script)),
  userTask('check'),
  node('endEvent', 'end'),
]);

describe('an incident on the desk', () => {
  let beffroi: TestWorkflow;
  let admin: HttpBrowser;
  beforeAll(async () => {
    beffroi = await startWorkflow({ env: { DEMO: 'true' } });
    await beffroi.deploy('order.bpmn', MODEL);
    admin = new HttpBrowser(beffroi.url);
    await admin.open('/connexion');
    await admin.submit({ fields: { email: 'admin@example.org', password: 'beffroi-demo' } });
  });
  afterAll(() => beffroi.stop());

  /** A case that stands still at `double`, and the address of its incident. */
  async function stuck(): Promise<{ key: string; page: string }> {
    const key = await beffroi.start('order', { amount: 'a dozen' });
    await beffroi.settled();
    const [incident] = await beffroi.get(IncidentsService).search({ processInstanceKey: key });
    return { key, page: `/bureau/incidents/${incident!.id}` };
  }

  const kinds = async (processInstanceKey: string): Promise<string[]> =>
    (await beffroi.get(History).search({ processInstanceKey })).map(({ kind }) => kind);

  it('is retried with another value, and why is in the history', async () => {
    const { key, page } = await stuck();
    await admin.open('/bureau/incidents');
    expect(admin.$(`a[href="${page}"]`)).toHaveLength(1);
    await admin.open(page);
    expect(admin.text('dl')).toContain('a dozen');
    const form = 'form[action$="/corriger"]';
    await admin.submit({ form, fields: { nom: 'amount', valeur: '3', motif: '' } });
    expect(admin.status).toBe(422);
    expect(admin.text('.govuk-error-summary')).toContain('pourquoi');
    await admin.submit({ form, fields: { nom: 'two words', valeur: '3', motif: 'Mistyped' } });
    expect(admin.status).toBe(422);
    await admin.submit({ form, fields: { nom: 'amount', valeur: '3', motif: 'Mistyped' } });
    expect(admin.text('.done')).toContain('relancé');
    await beffroi.settled();
    expect(await beffroi.tasks(key)).toMatchObject([{ element: 'check' }]);
    expect(await kinds(key)).toContain('incident.retried');
    await admin.open(page);
    expect(admin.status).toBe(404);
  });

  it('is skipped: the process goes on behind the element', async () => {
    const { key, page } = await stuck();
    await admin.open(page);
    const form = 'form[action$="/passer"]';
    await admin.submit({ form, fields: { vers: 'end', motif: 'Done on paper' } });
    expect(admin.text('.refused')).not.toBe('');
    await admin.open(page);
    await admin.submit({ form, fields: { vers: 'check', motif: 'Done on paper' } });
    expect(admin.text('.done')).not.toBe('');
    await beffroi.settled();
    expect(await beffroi.tasks(key)).toMatchObject([{ element: 'check' }]);
    expect(await beffroi.get(IncidentsService).search({ processInstanceKey: key })).toEqual([]);
    expect(await kinds(key)).toContain('incident.skipped');
  });

  (browserIsThere ? it : it.skip)(
    'has no barrier',
    async () => {
      const { page: path } = await stuck();
      const browser = await startBrowser();
      try {
        const page = await visit(browser, { baseURL: beffroi.url, javaScriptEnabled: false });
        await page.goto('/connexion');
        await page.fill('main [name=email]', 'admin@example.org');
        await page.fill('main [name=password]', 'beffroi-demo');
        await page.press('main [name=password]', 'Enter');
        await page.goto(path);
        expect(await axe(page)).toEqual([]);
        await page.click('form[action$="/corriger"] button');
        expect(await axe(page)).toEqual([]);
      } finally {
        await browser.close();
      }
    },
    120_000,
  );
});
