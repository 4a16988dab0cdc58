import type { Client } from '#contract/api.ts';

declare global {
  interface Window {
    /** Put there by the preload before any script of the page runs. */
    readonly pixhaul: Client;
  }
}

/** Answers the only door out of the window. */
export function windowClient(): Client {
  return window.pixhaul;
}
