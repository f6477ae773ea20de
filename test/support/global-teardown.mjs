import { rmSync } from 'node:fs';

export default async function teardown() {
  const { server, folder } = globalThis.beffroiTest;
  await server.stop({ evenIfUsed: true });
  rmSync(folder, { recursive: true, force: true });
}
