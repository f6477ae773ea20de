declare module 'dmn-moddle' {
  export class DmnModdle {
    constructor(packages?: object);
    fromXML(
      xml: string,
      type?: string,
    ): Promise<{ rootElement: unknown; warnings: { message: string; element?: { id?: string } }[] }>;
  }
}
