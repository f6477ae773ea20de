declare module 'saxen' {
  type Context = () => { line: number; column: number };
  export class Parser {
    constructor(options: { proxy: boolean });
    on(
      event: 'openTag',
      listener: (
        element: { name: string; attrs: { id?: string } },
        decode: (text: string) => string,
        selfClosing: boolean,
        context: Context,
      ) => void,
    ): this;
    on(event: 'error', listener: (error: Error, context: Context) => void): this;
    parse(xml: string): this;
  }
}
declare module 'bpmn-moddle' {
  export class BpmnModdle {
    constructor(packages: { readonly [prefix: string]: object });
    fromXML(xml: string): Promise<{ rootElement: object; warnings: { message: string }[] }>;
  }
}
declare module 'bpmnlint' {
  export type RuleFactory = (config?: object) => object;
  export class Linter {
    constructor(options: {
      resolver: { resolveRule(pkg: string, name: string): RuleFactory; resolveConfig(): object };
    });
    lint(
      root: object,
      config: { rules: object },
    ): Promise<{ [rule: string]: { id?: string; message: string; category: string }[] }>;
  }
}
declare module 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/*.js' {
  import type { RuleFactory } from 'bpmnlint';
  const rule: RuleFactory;
  // eslint-disable-next-line no-restricted-syntax -- that is how the package exports its rules
  export default rule;
}
