import type { BlockFacts } from '../blocks/block.js';
import { jobContracts } from '../job-contracts.js';
import { blockTemplate } from './block-template.js';
import { markTemplates } from './marks.js';
import type { ElementTemplate } from './template.js';
import { workerTemplate } from './worker-template.js';

/** What `.camunda/element-templates` holds, by file: made of the declarations that the program itself uses. */
export function elementTemplates(blocks: readonly BlockFacts[]): ReadonlyMap<string, ElementTemplate> {
  const all = [
    ...markTemplates,
    ...blocks.map(blockTemplate),
    ...Object.entries(jobContracts).map(([type, contract]) => workerTemplate(type, contract)),
  ];
  return new Map(all.map((template) => [`${template.id.replace('beffroi.', '').replace('.', '-')}.json`, template]));
}
