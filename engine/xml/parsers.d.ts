declare module 'saxen' {
  export type Context = () => { line: number; column: number };
  export interface Element {
    /** With the prefix that `ns` gives to its namespace. */
    readonly name: string;
    readonly attrs: { readonly id?: string; readonly [name: string]: string };
    /** `<prefix>$uri` -> the namespace in use here. */
    readonly ns: { readonly [key: string]: string };
  }
  export class Parser {
    constructor(options: { proxy: boolean });
    ns(prefixes: { readonly [uri: string]: string }): this;
    on(
      event: 'openTag',
      listener: (element: Element, decode: (text: string) => string, selfClosing: boolean, context: Context) => void,
    ): this;
    on(event: 'closeTag', listener: () => void): this;
    on(event: 'error' | 'warn', listener: (error: Error, context: Context) => void): this;
    parse(xml: string): this;
    stop(): void;
  }
}
declare module 'bpmn-moddle' {
  export class BpmnModdle {
    constructor(packages: { readonly [prefix: string]: object });
    getPackages(): {
      readonly prefix: string;
      readonly types: { readonly name: string; readonly properties?: { readonly name: string }[] }[];
    }[];
    fromXML(xml: string): Promise<{ rootElement: object; warnings: { message: string }[]; elementsById: object }>;
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
