import type { Session, WebContents } from 'electron';
import { app, protocol } from 'electron';
import { isOwnUrl } from './address.ts';
import { SCHEME } from './app-protocol.ts';

type Log = (message: string, facts?: Readonly<Record<string, unknown>>) => void;

/** Chromium's own errands: Pixhaul talks to nobody but the servers of the list. */
const QUIET_SWITCHES = [
  'disable-background-networking',
  'disable-component-update',
  'disable-domain-reliability',
  'no-pings',
] as const;

/** Does what must be done before the app is ready: sandbox, our scheme, no errands. Call it once, first of all. */
export function secureBeforeReady(): void {
  app.enableSandbox();
  for (const name of QUIET_SWITCHES) app.commandLine.appendSwitch(name);
  protocol.registerSchemesAsPrivileged([SCHEME]);
}

/** Binds every page and session that will ever exist to what our own page needs. Call it before the app is ready. */
export function secureContents(log: Log): void {
  app.on('web-contents-created', (_event, contents) => confine(contents, log));
  app.on('session-created', (session) => denyEverything(session, log));
}

/** Our page never leaves itself: no navigation, no second window, no webview, whatever is dropped or clicked. */
function confine(contents: WebContents, log: Log): void {
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => {
    log('A page asked for another window');
    return { action: 'deny' };
  });
}

const confined = new WeakSet<Session>();

/**
 * Takes every permission and every address but our own from a session. Electron grants what nobody denies.
 * The default session exists before `session-created` can be heard: call it for that one when the app is ready.
 */
export function denyEverything(session: Session, log: Log): void {
  if (confined.has(session)) return;
  confined.add(session);
  session.setPermissionRequestHandler((_contents, permission, callback) => {
    log('A permission was asked for', { permission });
    callback(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setSpellCheckerEnabled(false);
  session.webRequest.onBeforeRequest((details, callback) => {
    const isAllowed = isOwnUrl(details.url) || (!app.isPackaged && details.url.startsWith('devtools://'));
    // Pictures in the page itself (samples) are data, not requests to anybody.
    const cancel = !isAllowed && !details.url.startsWith('data:');
    if (cancel) log('A request of the page was stopped', { scheme: URL.parse(details.url)?.protocol });
    callback({ cancel });
  });
}
