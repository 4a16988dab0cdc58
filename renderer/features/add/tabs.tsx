import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/use-texts.ts';

export interface Tab<Name extends string> {
  readonly name: Name;
  readonly label: string;
  /** Null: no number belongs to it. */
  readonly count: number | null;
}

/** Buttons of which one is pressed: what of the list is shown below. */
export function Tabs<Name extends string>(props: {
  readonly label: string;
  readonly tabs: readonly Tab<Name>[];
  readonly shown: Name;
  readonly onShow: (name: Name) => void;
  readonly children?: ReactNode;
}) {
  const { formats } = useTexts();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; this groups buttons.
    <div className="add-tabs" role="group" aria-label={props.label}>
      {props.tabs.map(({ name, label, count }) => (
        <button
          type="button"
          className="add-tab"
          key={name}
          aria-pressed={name === props.shown}
          onClick={() => props.onShow(name)}
        >
          {label}
          {count === null ? null : <span className="add-tab-count"> {formats.number(count)}</span>}
        </button>
      ))}
      {props.children}
    </div>
  );
}
