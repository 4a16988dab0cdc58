import type { ReactNode } from 'react';
import { Component } from 'react';
import { useTexts } from '../../i18n/use-texts.ts';
import { Button } from '../../ui/button.tsx';
import './boundary.css';

/** Stands in for the window when drawing it threw: the engine works on, and a click draws it again. */
export class Boundary extends Component<{ readonly children: ReactNode }, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override render() {
    if (!this.state.hasFailed) return this.props.children;
    return <Stumbled onRetry={() => this.setState({ hasFailed: false })} />;
  }
}

function Stumbled({ onRetry }: { readonly onRetry: () => void }) {
  const { t } = useTexts();
  return (
    <main className="stumbled">
      <h1>{t('app.stumbled')}</h1>
      <p>{t('app.stumbledText')}</p>
      <Button kind="primary" onClick={onRetry}>
        {t('app.drawAgain')}
      </Button>
    </main>
  );
}
