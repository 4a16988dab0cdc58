import type { Event } from 'electron';

/** An Electron event object with `extra` on it. */
export function makeEvent<Extra extends object = object>(extra: Extra = {} as Extra): Event<Extra> {
  let isPrevented = false;
  const event = {
    preventDefault: () => {
      isPrevented = true;
    },
    get defaultPrevented() {
      return isPrevented;
    },
  };
  return Object.defineProperties(event, Object.getOwnPropertyDescriptors(extra)) as Event<Extra>;
}
