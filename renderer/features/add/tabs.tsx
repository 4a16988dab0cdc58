import { useTexts } from '../../i18n/use-texts.ts';

export interface Tab<Name extends string> {
  readonly name: Name;
  readonly label: string;
  /** Null: no number belongs to it. */
  readonly count: number | null;
  /** The highest that the count can become: there is room for it from the beginning. */
  readonly widest?: number;
  readonly hint?: string;
}

/** Buttons of which one is pressed: what of the list is shown below. */
export function Tabs<Name extends string>(props: {
  readonly label: string;
  readonly tabs: readonly Tab<Name>[];
  readonly shown: Name;
  readonly onShow: (name: Name) => void;
}) {
  const { formats } = useTexts();
  const roomFor = (widest: number) => ({ minWidth: `${formats.number(widest).length}ch` });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; this groups buttons.
    <div className="add-tabs" role="group" aria-label={props.label}>
      {props.tabs.map(({ name, label, count, widest = 0, hint }) => (
        <button
          type="button"
          className="add-tab"
          key={name}
          aria-pressed={name === props.shown}
          title={hint}
          onClick={() => props.onShow(name)}
        >
          {label}
          {count === null ? null : (
            <>
              {' '}
              <span className="add-tab-count" style={roomFor(widest)}>
                {formats.number(count)}
              </span>
            </>
          )}
        </button>
      ))}
    </div>
  );
}
