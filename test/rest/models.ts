/** The models on which every operation of the API is tried. */
import {
  boundary,
  bpmn,
  extensions,
  message,
  messageDefinition,
  node,
  serviceTask,
  signal,
  signalDefinition,
} from '../support/bpmn.js';

const startForm = extensions('<zeebe:formDefinition formId="request" />');

export const form = JSON.stringify({ id: 'request', type: 'default', components: [{ type: 'textfield', key: 'why' }] });

export const review = (task: string) =>
  bpmn('review', [
    node('startEvent', 'start', startForm),
    node('userTask', task, extensions('<zeebe:userTask /><zeebe:formDefinition formId="request" />')),
    node('endEvent', 'end'),
  ]);

export const delivery = bpmn(
  'delivery',
  [
    node('startEvent', 'start'),
    serviceTask('pack', 'pack', { headers: { size: 'small' } }),
    node('endEvent', 'end'),
    boundary('lost', 'pack', '<bpmn:errorEventDefinition errorRef="gone" />'),
  ],
  { outside: '<bpmn:error id="gone" name="gone" errorCode="gone" />' },
);

export const payment = bpmn(
  'payment',
  [
    node('startEvent', 'start'),
    node('intermediateCatchEvent', 'paid', messageDefinition('paid')),
    node('intermediateCatchEvent', 'alarm', signalDefinition('fire')),
    node('endEvent', 'end'),
  ],
  { outside: message('paid', '=order') + signal('fire') },
);

export const choice = bpmn('choice', [
  node('startEvent', 'start'),
  node(
    'adHocSubProcess',
    'free',
    '<bpmn:userTask id="call" name="Call">' + extensions('<zeebe:userTask />') + '</bpmn:userTask>',
  ),
  node('endEvent', 'end'),
]);

export const flood = bpmn('flood', [
  node(
    'startEvent',
    'rising',
    '<bpmn:conditionalEventDefinition id="c"><bpmn:condition xsi:type="bpmn:tFormalExpression">=level &gt; 5</bpmn:condition></bpmn:conditionalEventDefinition>',
  ),
  node('endEvent', 'end'),
]);

export const fees = `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="fees" name="Fees" namespace="urn:example">
  <decision id="fee" name="Fee"><decisionTable hitPolicy="FIRST">
    <input id="in" label="Copies"><inputExpression typeRef="number"><text>copies</text></inputExpression></input>
    <output id="out" name="fee" typeRef="number" />
    <rule id="few"><inputEntry><text>&lt; 5</text></inputEntry><outputEntry><text>copies * 2</text></outputEntry></rule>
  </decisionTable></decision>
</definitions>`;

export const files = (): File[] => [
  new File([review('check')], 'review.bpmn'),
  new File([delivery], 'delivery.bpmn'),
  new File([payment], 'payment.bpmn'),
  new File([choice], 'choice.bpmn'),
  new File([flood], 'flood.bpmn'),
  new File([fees], 'fees.dmn'),
  new File([form], 'request.form'),
  new File(['Opening hours: 9 to 12'], 'notes.txt'),
];
