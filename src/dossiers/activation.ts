/** Which activation of an element waits. Numbers of element instances are an instance's own: of a called one it is named, too. */
export function activationOf(
  root: string,
  { processInstanceKey, elementInstance }: { readonly processInstanceKey: string; readonly elementInstance: string },
): string {
  return processInstanceKey === root ? elementInstance : `${processInstanceKey}:${elementInstance}`;
}

/** Where it waits: the instance, and the element instance in it. */
export function partsOf(root: string, activation: string): { processInstanceId: string; elementInstance: string } {
  const [first = '', second] = activation.split(':');
  return second === undefined
    ? { processInstanceId: root, elementInstance: first }
    : { processInstanceId: first, elementInstance: second };
}
