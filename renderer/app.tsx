import { CSPProvider } from '@base-ui/react/csp-provider';
import { AboutDialog } from './features/about/about-dialog.tsx';
import { AddSheet } from './features/add/add-sheet.tsx';
import { DropTarget } from './features/add/drop-target.tsx';
import { Sidebar } from './features/batches/sidebar.tsx';
import { Boundary } from './features/boundary/boundary.tsx';
import { Empty } from './features/empty/empty.tsx';
import { Header } from './features/header/header.tsx';
import { Inspector } from './features/inspector/inspector.tsx';
import { ListPane } from './features/list/list-pane.tsx';
import { Messages } from './features/messages/messages.tsx';
import { SettingsDialog } from './features/settings/settings-dialog.tsx';
import { ShortcutsDialog } from './features/shortcuts/shortcuts-dialog.tsx';
import { useShortcuts } from './features/shortcuts/use-shortcuts.ts';
import { StatusBar } from './features/status/status-bar.tsx';
import { useDocument } from './features/title/use-document.ts';
import { Toolbar } from './features/toolbar/toolbar.tsx';
import { SessionProvider, useLive, usePanels } from './state/context.tsx';
import type { Session } from './state/session.ts';
import { HintGroup } from './ui/hint.tsx';
import { ToastBoard } from './ui/toasts.tsx';
import './app.css';

const HINT_DELAY_MS = 500;

/** The whole window. */
export function App({ session }: { readonly session: Session }) {
  return (
    // The page's policy allows no style elements; base.css holds what they would say.
    <CSPProvider disableStyleElements>
      <SessionProvider session={session}>
        <Boundary>
          <Boundary>
            <ToastBoard>
              <HintGroup delay={HINT_DELAY_MS}>
                <Frame />
                <AddSheet />
                <SettingsDialog />
                <ShortcutsDialog />
                <AboutDialog />
                <DropTarget />
                <Messages />
              </HintGroup>
            </ToastBoard>
          </Boundary>
        </Boundary>
      </SessionProvider>
    </CSPProvider>
  );
}

function Frame() {
  useDocument();
  useShortcuts();
  const isReady = useLive((state) => state.isReady);
  const isEmpty = useLive(({ batches }) => batches.length === 0);
  const isInspectorOpen = usePanels((state) => state.isInspectorOpen);
  if (!isReady) return null;
  return (
    <div className="frame">
      <Toolbar />
      {isEmpty ? (
        <Empty />
      ) : (
        <div className="frame-panes">
          <Sidebar />
          <main className="frame-main">
            <Header />
            <ListPane />
          </main>
          {isInspectorOpen ? <Inspector /> : null}
        </div>
      )}
      <StatusBar />
    </div>
  );
}
