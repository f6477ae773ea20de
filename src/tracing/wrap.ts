type Method<Self, Args extends unknown[], Result> = (this: Self, ...args: Args) => Result;
type Methods<Self> = {
  [Name in keyof Self]: Self[Name] extends (...args: never[]) => unknown ? Name : never;
}[keyof Self];
type Arguments<Member> = Member extends (...args: infer Args) => unknown ? Args : never;
type Answer<Member> = Member extends (...args: never[]) => infer Result ? Result : never;

/**
 * Puts something around a method of a class, for every object of it: so that nothing in the class knows, and nothing costs
 * anything, unless traces are on.
 */
export function wrap<Self extends object, Name extends Methods<Self>>(
  owner: { readonly prototype: Self },
  name: Name,
  around: (
    proceed: (...args: Arguments<Self[Name]>) => Answer<Self[Name]>,
    args: Arguments<Self[Name]>,
  ) => Answer<Self[Name]>,
): void {
  const { prototype } = owner;
  const original = prototype[name] as Method<Self, Arguments<Self[Name]>, Answer<Self[Name]>>;
  const replacement: typeof original = function (this: Self, ...args) {
    return around((...changed) => original.apply(this, changed), args);
  };
  Object.defineProperty(prototype, name, { value: replacement, configurable: true, writable: true });
}
