import type { BlockFacts } from '../blocks/block.js';
import { MARKS } from './marks.js';
import { type ElementTemplate, hidden, template, type TemplateProperty } from './template.js';

/** The call of a block: its version, its inputs, and where its outputs go. */
export function blockTemplate({
  key,
  versionTag,
  description,
  inputs = {},
  outputs = {},
}: BlockFacts): ElementTemplate {
  const called = (property: string): TemplateProperty['binding'] => ({ type: 'zeebe:calledElement', property });
  return template({
    id: `beffroi.block.${key}`,
    name: `Block: ${key}`,
    description,
    version: versionNumber(versionTag),
    appliesTo: ['bpmn:Task', 'bpmn:CallActivity'],
    elementType: { value: 'bpmn:CallActivity' },
    properties: [
      hidden(key, called('processId')),
      hidden('versionTag', called('bindingType')),
      hidden(versionTag, called('versionTag')),
      hidden(false, called('propagateAllChildVariables')),
      ...Object.entries(inputs).map(([name, { required, ...input }]): TemplateProperty => ({
        label: `Input ${name}`,
        ...(input.description !== undefined && { description: input.description }),
        type: 'String',
        feel: 'required',
        ...(required ? { constraints: { notEmpty: true } } : { optional: true }),
        binding: { type: 'zeebe:input', name },
      })),
      ...Object.entries(outputs).map(([name, output]): TemplateProperty => ({
        label: `Output ${name}`,
        ...(output.description !== undefined && { description: output.description }),
        type: 'String',
        value: name,
        optional: true,
        binding: { type: 'zeebe:output', source: `=${name}` },
      })),
      ...MARKS,
    ],
  });
}

/** `1.2.3` is 10203. */
function versionNumber(tag: string): number {
  const [major = 0, minor = 0, patch = 0] = tag.split('.').map(Number);
  return major * 10_000 + minor * 100 + patch;
}
