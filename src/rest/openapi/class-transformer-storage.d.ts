/** What `@Type` has noted; the package exports it without types. */
declare module 'class-transformer/cjs/storage.js' {
  export const defaultMetadataStorage: {
    findTypeMetadata(target: unknown, property: string): { readonly typeFunction: () => unknown } | undefined;
  };
}
