import { LANGS } from '../../forms/lang.js';
import { CLOCK_MARK, OLD_CLOCK_WORDS } from '../legal-clocks/clock-mark.js';
import type { OutlineElement } from '../process-outline.js';
import type { Checked } from './checked.js';

/** What a `zeebe:property` of ours may say, and where; elsewhere the program would not read it. */
interface PropertyWord {
  /** BPMN types without prefix; any when absent. */
  readonly on?: RegExp;
  /** One value, or each of several by commas. Words that the commune's rules judge have none here. */
  readonly value?: RegExp;
  /** What it should be, for the sentence. */
  readonly expected?: string;
}

const DURATION = /^P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?$/;
const SIGNED = new RegExp(`^-?${DURATION.source.slice(1)}`);
const TASK = /^userTask$/;
const PROCESS = /^process$/;
const JOB = /^(serviceTask|sendTask|scriptTask|businessRuleTask|endEvent|intermediateThrowEvent)$/;

/** THE TABLE of our properties. docs/procedure-format.md explains each. */
export const PROPERTIES: { readonly [name: string]: PropertyWord } = {
  'commune:publicStatus': {},
  'commune:applicantForm': { on: /^(receiveTask|intermediateCatchEvent|startEvent|boundaryEvent)$/ },
  'commune:facts': { on: TASK },
  'commune:outcome': { on: /^endEvent$/ },
  'commune:assign': { on: TASK, value: /^(least-loaded|round-robin)$/, expected: 'least-loaded or round-robin' },
  'commune:remind': { on: TASK, value: SIGNED, expected: 'durations such as -P1D, PT0S, P2D' },
  'commune:escalate': { on: TASK, value: SIGNED, expected: 'a duration such as P3D or -P1D' },
  'commune:makes': { value: /^[\p{L}_][\p{L}\p{N}_]*$/u, expected: 'names of variables' },
  'commune:worker': { on: JOB, value: /^outside$/, expected: 'outside' },
  'commune:step': {
    value: /^(instruction|motivation|signature|payment|refund|opinion)$/,
    expected: 'instruction, motivation, signature, payment, refund or opinion',
  },
  'commune:days': { on: /Event$/ },
  'commune:languages': { on: JOB },
  'commune:signature': { on: JOB },
  'commune:retention': {},
  'commune:silence': {},
  'commune:withdrawal': { on: PROCESS },
  'commune:feedback': { on: PROCESS },
  'commune:authority': {
    on: PROCESS,
    value: /^(agent|college|council|mayor)$/,
    expected: 'agent, college, council or mayor',
  },
  'commune:language': { on: PROCESS, value: new RegExp(`^(${LANGS.join('|')})$`), expected: LANGS.join(', ') },
  [CLOCK_MARK]: {},
};

/** Properties of ours are known words, where they are read, with values that can be read. */
export function checkProperties({ outline, findings }: Checked): void {
  for (const element of outline.elements)
    for (const [name, text] of Object.entries(element.properties))
      if (name.startsWith('commune:') && !(name in OLD_CLOCK_WORDS)) check(element, name, text);

  function check({ id: element, line, type }: OutlineElement, name: string, text: string): void {
    const say = (code: string, message: string): void =>
      findings.error('process.bpmn', code, message, { line, element });
    const word = PROPERTIES[name];
    if (!word) {
      const known = Object.keys(PROPERTIES).join(', ');
      return say('property-unknown', `Expected a known property (${known}), but found "${name}".`);
    }
    const { on, value, expected = '' } = word;
    if (on && !on.test(type)) return say('property-misplaced', `Nothing reads ${name} of a ${type}.`);
    for (const one of value ? text.split(',') : [])
      if (!value!.test(one.trim()))
        say('property-wrong', `Expected ${name} to be ${expected}, but found "${one.trim()}".`);
  }
}
