import { describe, expect, it, test } from '@jest/globals';
import { read } from '../read.js';
import { validate } from '../validate.js';

/** How other tools write BPMN, boiled down from what they export: each must come in whole, and say what does not run. */
const model = 'http://www.omg.org/spec/BPMN/20100524/MODEL';
const head = `<?xml version="1.0" encoding="UTF-8"?>`;
const flow = (prefix: string, id: string, source: string, target: string) =>
  `<${prefix}sequenceFlow id="${id}" name="" sourceRef="${source}" targetRef="${target}"/>`;

/** Tool, file, ids of what must be read, codes of what is said about it. */
const dialects: [tool: string, xml: string, nodes: string[], codes: string[]][] = [
  [
    'ARIS: the prefix semantic, a plane without an id, processes that do not run',
    `${head}<semantic:definitions xmlns:semantic="${model}" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" id="ARIS_1" targetNamespace="urn:aris">
      <semantic:collaboration id="C"><semantic:participant id="POOL" processRef="P"/></semantic:collaboration>
      <semantic:process id="P" isExecutable="false"><semantic:startEvent id="NODE_28-11e3"/><semantic:task id="NODE_29"/><semantic:endEvent id="NODE_30"/>
      ${flow('semantic:', 'F1', 'NODE_28-11e3', 'NODE_29')}${flow('semantic:', 'F2', 'NODE_29', 'NODE_30')}</semantic:process>
      <bpmndi:BPMNDiagram id="D"><bpmndi:BPMNPlane bpmnElement="C"/></bpmndi:BPMNDiagram></semantic:definitions>`,
    ['NODE_28-11e3', 'NODE_29', 'NODE_30'],
    ['process-missing'],
  ],
  [
    'Signavio: no prefix, sid ids, metadata of its own',
    `${head}<definitions xmlns="${model}" xmlns:signavio="http://www.signavio.com" exporter="Signavio Process Editor" expressionLanguage="http://www.w3.org/1999/XPath" id="sid-1" targetNamespace="http://www.signavio.com/bpmn20">
      <process id="sid-2" isClosed="false" isExecutable="false" processType="None"><startEvent id="sid-5E"><extensionElements><signavio:signavioMetaData metaKey="bgcolor" metaValue="#fff"/></extensionElements><outgoing>sid-7</outgoing></startEvent>
      <task completionQuantity="1" id="sid-6" isForCompensation="false" startQuantity="1"><extensionElements><signavio:signavioMetaData metaKey="risks" metaValue=""/></extensionElements></task><endEvent id="sid-9"/>
      ${flow('', 'sid-7', 'sid-5E', 'sid-6')}${flow('', 'sid-8', 'sid-6', 'sid-9')}</process></definitions>`,
    ['sid-5E', 'sid-6', 'sid-9'],
    ['extension-foreign', 'process-missing'],
  ],
  [
    'Bizagi: ids that are no XML names, extensions whose namespace is declared where it is used',
    `${head}<definitions xmlns="${model}" targetNamespace="http://www.bizagi.com/definitions">
      <process id="Id_1" name="Main"><startEvent id="0a-1"><outgoing>1b-2</outgoing></startEvent>
      <task id="9c {3}" name="9c {3}"><extensionElements><bizagi:BizagiExtensions xmlns:bizagi="http://www.bizagi.com/bpmn20"><bizagi:BizagiProperties><bizagi:BizagiProperty name="bgColor" value="White"/></bizagi:BizagiProperties></bizagi:BizagiExtensions></extensionElements></task>
      ${flow('', '1b-2', '0a-1', '9c {3}')}</process></definitions>`,
    ['0a-1', '9c {3}'],
    ['extension-foreign', 'id-illegal', 'id-illegal', 'id-illegal', 'process-missing', 'end-event-missing'],
  ],
  [
    'ADONIS: dots in ids, empty input and output sets, foreign instances everywhere',
    `${head}<definitions xmlns="${model}" xmlns:adonis="http://www.boc-group.com" xmlns:semantic="${model}" targetNamespace="http://www.omg.org/bpmn20">
      <process id="process_1" isExecutable="false"><extensionElements><adonis:modelattributes/></extensionElements><laneSet id="laneSet_1"/>
      <startEvent id="obj.1"><extensionElements><adonis:instance/></extensionElements></startEvent><task id="obj.2"><ioSpecification id="io"><inputSet/><outputSet/></ioSpecification></task><endEvent id="obj.3"/>
      ${flow('', 'con.1', 'obj.1', 'obj.2')}${flow('', 'con.2', 'obj.2', 'obj.3')}</process></definitions>`,
    ['obj.1', 'obj.2', 'obj.3'],
    ['extension-foreign', 'process-missing'],
  ],
  [
    'IBM: XMI attributes, no drawing, no lists of flows, service tasks that say nothing',
    `${head}<bpmn:definitions xmi:version="2.0" xmlns:xmi="http://www.omg.org/XMI" xmlns:bpmn="${model}" exporter="http://www.ibm.com/BPM" targetNamespace="urn:ibm">
      <bpmn:process id="bpmnid-1"><bpmn:serviceTask id="bpmnid-2"/><bpmn:startEvent id="bpmnid-3"/><bpmn:endEvent id="bpmnid-4"/>
      ${flow('bpmn:', 'bpmnid-5', 'bpmnid-3', 'bpmnid-2')}${flow('bpmn:', 'bpmnid-6', 'bpmnid-2', 'bpmnid-4')}</bpmn:process></bpmn:definitions>`,
    ['bpmnid-2', 'bpmnid-3', 'bpmnid-4'],
    ['extension-foreign', 'process-missing', 'job-without-type'],
  ],
  [
    'Camunda 7: attributes of its own, conditions in the expression language of Java',
    `${head}<bpmn:definitions xmlns:bpmn="${model}" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="http://bpmn.io/schema/bpmn">
      <bpmn:process id="P" isExecutable="true" camunda:historyTimeToLive="180"><bpmn:startEvent id="S" camunda:formKey="f"/><bpmn:userTask id="U" camunda:assignee="\${who}"/><bpmn:endEvent id="E"/>
      ${flow('bpmn:', 'F1', 'S', 'U')}<bpmn:sequenceFlow id="F2" sourceRef="U" targetRef="E"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">\${ok}</bpmn:conditionExpression></bpmn:sequenceFlow></bpmn:process></bpmn:definitions>`,
    ['S', 'U', 'E'],
    ['extension-foreign', 'condition-not-feel'],
  ],
  [
    'Flowable and Activiti: their attributes, timers with expressions',
    `${head}<definitions xmlns="${model}" xmlns:flowable="http://flowable.org/bpmn" xmlns:activiti="http://activiti.org/bpmn" targetNamespace="Examples">
      <process id="P" isExecutable="true"><startEvent id="S" flowable:initiator="who"/><serviceTask id="T" activiti:class="org.example.T"/><endEvent id="E"/>
      ${flow('', 'F1', 'S', 'T')}${flow('', 'F2', 'T', 'E')}</process></definitions>`,
    ['S', 'T', 'E'],
    ['extension-foreign', 'extension-foreign', 'job-without-type'],
  ],
  [
    'Eclipse and jBPM: the prefix bpmn2, references with the prefix of the target namespace, 1 for true',
    `${head}<bpmn2:definitions xmlns:bpmn2="${model}" xmlns:tns="urn:jbpm" targetNamespace="urn:jbpm"><bpmn2:message id="M" name="letter"/>
      <bpmn2:process id="P" isExecutable="1"><bpmn2:startEvent id="S"><bpmn2:messageEventDefinition id="D" messageRef="tns:M"/></bpmn2:startEvent><bpmn2:endEvent id="E"/>
      ${flow('bpmn2:', 'F1', 'S', 'E')}</bpmn2:process></bpmn2:definitions>`,
    ['S', 'E'],
    [],
  ],
  [
    'a tool that never left the draft of BPMN 2.0',
    `${head}<definitions xmlns="http://schema.omg.org/spec/BPMN/2.0" targetNamespace="urn:old"><process id="P" isExecutable="true"><startEvent id="S"/><endEvent id="E"/>${flow('', 'F', 'S', 'E')}</process></definitions>`,
    ['S', 'E'],
    ['xml-draft'],
  ],
  [
    'accents in ids, which XML allows',
    `${head}<definitions xmlns="${model}"><process id="Procédé" isExecutable="true"><startEvent id="Début"/><endEvent id="Fin_é"/>${flow('', 'Flèche', 'Début', 'Fin_é')}</process></definitions>`,
    ['Début', 'Fin_é'],
    [],
  ],
];

describe('at the level of interchange', () => {
  test.each(dialects)('%s', async (_tool, xml, nodes, codes) => {
    const { model: found, diagnostics } = await read(xml, { level: 'interchange' });
    const all = [...diagnostics, ...validate(found!, { level: 'interchange' })];
    expect(found?.processes.flatMap(({ scope }) => scope.nodes.map(({ id }) => id))).toEqual(nodes);
    expect(all.map(({ code }) => code).sort()).toEqual([...codes].sort());
    expect(all.filter(({ severity }) => severity === 'error')).toEqual([]);
    const [first] = found!.processes;
    for (const { source, target } of first!.scope.flows)
      expect([source, target]).toEqual([expect.any(String), expect.any(String)]);
  });

  it('keeps what has no id, under a name of its own', async () => {
    const xml = `${head}<definitions xmlns="${model}"><process id="P"><startEvent/><task name="by hand"/></process></definitions>`;
    const { model: found } = await read(xml, { level: 'interchange' });
    expect(found?.processes[0]?.scope.nodes.map(({ id }) => id)).toEqual([
      'StartEvent_without_id_1',
      'Task_without_id_2',
    ]);
  });

  it('says how foreign the content is, and where it begins', async () => {
    const { diagnostics } = await read(dialects[1]![1], { level: 'interchange' });
    expect(diagnostics[0]).toMatchObject({
      code: 'extension-foreign',
      element: 'sid-5E',
      line: 2,
      message:
        "Expected extensions of Camunda 8 only, but 'signavio:' (http://www.signavio.com) is used 2 times: it is not executed.",
    });
  });
});
