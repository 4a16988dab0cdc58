// What a driver or Node itself may look for on any object; Electron's objects do not have these either.
const harmless = new Set(['then', 'toJSON', 'asymmetricMatch', 'nodeType', 'tagName']);

/**
 * The same object, but reading a member it does not have throws and names it: an app that uses an API that the
 * stand-in lacks is told so, and does not run on `undefined`.
 */
export function strict<Target extends object>(name: string, target: Target): Target {
  return new Proxy(target, {
    get(object, key, receiver) {
      if (typeof key === 'symbol' || key in object || key.startsWith('_') || harmless.has(key))
        return Reflect.get(object, key, receiver);
      throw new Error(`The Electron stand-in does not provide ${name}.${key}; check it on real Electron`);
    },
  });
}

/** The same class, whose statics and instances are strict; `onCreated` is given each new instance. */
export function strictClass<Instance extends object, Class extends new (...args: never[]) => Instance>(
  name: string,
  target: Class,
  onCreated: (instance: Instance) => void = () => {},
): Class {
  return new Proxy(strict(name, target), {
    construct(_, args, newTarget) {
      const instance = strict(name, Reflect.construct(target, args, newTarget) as Instance);
      onCreated(instance);
      return instance;
    },
  });
}

/** Stands for a whole module that is not provided: it can be imported, and every use throws by name. */
export function missingModule(name: string): unknown {
  const refuse = (): never => {
    throw new Error(`The Electron stand-in does not provide ${name}; check it on real Electron`);
  };
  // A function, so that `new` and a call reach the traps too.
  return new Proxy(function missing() {}, {
    get: (_, key) => (typeof key === 'symbol' || harmless.has(key) ? undefined : refuse()),
    apply: refuse,
    construct: refuse,
  });
}
