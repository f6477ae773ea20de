import type { Schema } from './schema.js';

const file: Schema = { type: 'string', format: 'binary' };

function form(properties: Readonly<Record<string, Schema>>, ...required: string[]): object {
  const schema: Schema = { type: 'object', properties, required };
  return { required: true, content: { 'multipart/form-data': { schema } } };
}

const metadata: Schema = {
  type: 'object',
  description: 'As JSON: fileName, contentType, expiresAt, customProperties.',
};

/** Operations that are sent files. */
export const FORMS: Readonly<Record<string, object>> = {
  createDeployment: form({ resources: { type: 'array', items: file }, tenantId: { const: '<default>' } }, 'resources'),
  createDocument: form({ file, metadata }, 'file'),
  createDocuments: form(
    { files: { type: 'array', items: file }, metadataList: { type: 'array', items: metadata } },
    'files',
  ),
};

/** Operations that answer with something else than JSON. */
export const FILES: Readonly<Record<string, string>> = {
  getDecisionDefinitionXml: 'text/xml',
  getDecisionRequirementsXml: 'text/xml',
  getDocument: '*/*',
  getProcessDefinitionXml: 'text/xml',
  getResourceContent: 'text/plain',
  getResourceContentBinary: 'application/octet-stream',
};
