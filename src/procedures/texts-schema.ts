/** JSON Schema of `texts/<language>.yaml`: sentences, in groups as deep as one likes; a list is a group without names. */
export const textsSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'texts/<language>.yaml',
  $ref: '#/definitions/group',
  definitions: {
    sentence: { type: ['string', 'number'] },
    group: {
      type: 'object',
      additionalProperties: {
        if: { type: 'object' },
        then: { $ref: '#/definitions/group' },
        else: {
          if: { type: 'array' },
          then: { items: { $ref: '#/definitions/sentence' } },
          else: { $ref: '#/definitions/sentence' },
        },
      },
    },
  },
} as const;
