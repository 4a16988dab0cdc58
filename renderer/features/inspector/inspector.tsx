import { FolderOpen, ImageOff, RotateCcw, SquareArrowOutUpRight, X } from 'lucide-react';
import type { TaskDetail } from '#contract/model.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useActions, useDetail, useList, useSession } from '../../state/context.tsx';
import { countSelected } from '../../state/selection.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Attempts } from './attempts.tsx';
import { Facts } from './facts.tsx';
import { Story } from './story.tsx';
import './inspector.css';

/** Everything that is known of one picture, most wanted first. */
export function Inspector() {
  const { t } = useTexts();
  const { panels } = useSession();
  const detail = useDetail((state) => state.detail);
  const count = useList(({ selection }) => countSelected(selection));
  return (
    <aside className="inspector" data-pane="" aria-label={t('inspector.label')}>
      <div className="inspector-head">
        <p className="inspector-count">{count > 1 ? t('inspector.many', { count }) : t('inspector.label')}</p>
        <IconButton
          label={t('inspector.close')}
          shortcut="Alt+I"
          size="small"
          onClick={() => panels.setState({ isInspectorOpen: false })}
        >
          <X size={16} aria-hidden />
        </IconButton>
      </div>
      {detail === null ? (
        <p className="inspector-nothing">{t('inspector.nothing')}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it.
        <section className="inspector-body" tabIndex={0} aria-label={detail.row.name}>
          <Preview detail={detail} />
          <h2 className="inspector-name selectable">
            <bdi>{detail.row.name}</bdi>
          </h2>
          <Story detail={detail} />
          <Buttons detail={detail} />
          <Facts detail={detail} />
          <Attempts attempts={detail.attempts} />
        </section>
      )}
    </aside>
  );
}

function Preview({ detail: { row } }: { readonly detail: TaskDetail }) {
  const { t } = useTexts();
  const isOnItsWay = row.state === 'queued' || row.state === 'waiting' || row.state === 'saving';
  return (
    <div className="inspector-preview">
      {row.thumbnail === null ? (
        <span className="inspector-no-preview">
          <ImageOff size={24} strokeWidth={1.5} aria-hidden />
          {isOnItsWay ? t('inspector.notYet') : t('inspector.noPreview')}
        </span>
      ) : (
        <img
          src={`thumb/${row.thumbnail}`}
          alt={t('inspector.preview', { name: row.name })}
          decoding="async"
        />
      )}
    </div>
  );
}

function Buttons({ detail }: { readonly detail: TaskDetail }) {
  const { t } = useTexts();
  const actions = useActions();
  const { taskId, state } = detail.row;
  if (state === 'done') {
    return (
      <div className="inspector-buttons">
        <Button icon={<FolderOpen size={16} aria-hidden />} onClick={() => actions.showInFolder(taskId)}>
          {t('inspector.showInFolder')}
        </Button>
        <Button
          icon={<SquareArrowOutUpRight size={16} aria-hidden />}
          onClick={() => actions.openFile(taskId)}
        >
          {t('inspector.open')}
        </Button>
      </div>
    );
  }
  if (state !== 'failed' && state !== 'canceled' && state !== 'waiting') return null;
  return (
    <div className="inspector-buttons">
      <Button icon={<RotateCcw size={16} aria-hidden />} onClick={() => actions.retryTask(taskId)}>
        {t('inspector.tryAgain')}
      </Button>
    </div>
  );
}
