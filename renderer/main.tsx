/** Starts the window: texts, state, first drawing. */
// Before the components, so that their own rules come later and win.
import './styles/tokens.css';
import './styles/base.css';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { windowClient } from './client.ts';
import { startTexts } from './i18n/i18n.ts';
import { systemClock } from './state/clock.ts';
import { storageMemory } from './state/panels.ts';
import { createSession } from './state/session.ts';

async function start(): Promise<void> {
  const session = createSession(windowClient(), systemClock, storageMemory('pixhaul.window'));
  await startTexts(navigator.language.startsWith('zh') ? 'zh-CN' : 'en');
  await session.start();
  const root = document.getElementById('root');
  if (root === null) throw new Error('The page has no root element');
  createRoot(root).render(<App session={session} />);
}

void start();
