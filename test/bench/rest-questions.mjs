/** What clients can ask of every search: each of its fields, for a value that is there. */
/** `{ question, request }` for no filter, every field, and what the special filters are. */
export async function questions(db, source, api) {
  const sample = await sampleOf(db, source, api);
  const asked = Object.entries(source.fields).flatMap(([name, field]) => {
    const value = sample[name];
    if (value === undefined || value === null || name === 'tenantId') return [];
    const list = [{ question: name, request: { filter: { [name]: value } } }];
    if (field.type === 'text')
      list.push({
        question: `${name} $like`,
        request: { filter: { [name]: { $like: `${String(value).slice(0, 60)}*` } } },
      });
    if (field.type === 'time')
      list.push({ question: `${name} $gte`, request: { filter: { [name]: { $gte: value } } } });
    return list;
  });
  const sorted = Object.entries(source.fields)
    .filter(([name, field]) => field.type === 'time' && sample[name] !== null)
    .map(([name]) => ({ question: `sorted by ${name}`, request: { sort: [{ field: name, order: 'desc' }] } }));
  return [
    { question: '(everything)', request: {} },
    ...asked,
    ...sorted,
    ...Object.keys(source.special ?? {}).map((name) => ({
      question: `${name}: amount`,
      request: { filter: { [name]: [{ name: 'amount', value: '4711' }] } },
    })),
  ];
}

/** The values of all fields of some row, in the words of the API. */
async function sampleOf(db, source, api) {
  const { fields, where = 'true' } = source;
  const columns = Object.entries(fields).map(([name, { sql, local, type }]) => {
    if (type === 'element-instance-key') return `ARRAY[(${sql})::text, (${local})::text] AS "${name}"`;
    return `${type === 'texts' ? `(${sql})[1]` : `(${sql})`} AS "${name}"`;
  });
  const from = api.tablesOf(source);
  const instance = /\bp\./.test(from) || /process_instance p\b/.test(from) ? 'p.id' : 'i.process_instance_id';
  // one instance has not everything: a running one, one that was called, one with tags and a number of its own
  const sample = {};
  for (const i of [2007, 1007, 47, 53, 2500, 2501, 4001, 5001, 10001]) {
    const sql = `SELECT ${columns.join(', ')} FROM ${from} WHERE (${where}) AND ${instance} = ${1_000_000 + 20 * i}`;
    const row = (await db.query(sql)).rows.at(-1);
    for (const [name, value] of Object.entries(row ? inWords(fields, row, api) : {})) sample[name] ??= value;
  }
  return sample;
}

function inWords(fields, row, { wordOf, elementInstanceKey }) {
  return Object.fromEntries(
    Object.entries(fields).map(([name, { type, choices }]) => {
      const value = row[name];
      if (value === null) return [name, null];
      if (type === 'element-instance-key')
        return [name, value[1] === null ? null : elementInstanceKey(value[0], value[1])];
      if (type === 'choice') return [name, wordOf(choices, value)];
      if (type === 'time') return [name, value.toISOString()];
      return [name, type === 'integer' ? Number(value) : value];
    }),
  );
}
