/** The facts of OCEL 2.0 in JSON, written down by us: what must be there, and what kind of thing it is. */
const list = (items: object) => ({ type: 'array', items });
const record = (properties: Record<string, object>, required = Object.keys(properties)) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const name = { type: 'string', minLength: 1 };
const time = { type: 'string', format: 'date-time' };
const value = { type: ['string', 'number', 'boolean'] };
const attributeType = { enum: ['string', 'time', 'integer', 'float', 'boolean'] };
const types = list(record({ name, attributes: list(record({ name, type: attributeType })) }));
const relationships = list(record({ objectId: name, qualifier: { type: 'string' } }));

export const ocelSchema = {
  ...record({
    objectTypes: types,
    eventTypes: types,
    objects: list(
      record({ id: name, type: name, attributes: list(record({ name, time, value })), relationships }, ['id', 'type']),
    ),
    events: list(
      record({ id: name, type: name, time, attributes: list(record({ name, value })), relationships }, [
        ...['id', 'type', 'time'],
      ]),
    ),
  }),
  $schema: 'https://json-schema.org/draft/2020-12/schema',
};
