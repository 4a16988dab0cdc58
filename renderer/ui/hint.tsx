import { Tooltip } from '@base-ui/react/tooltip';
import type { ReactElement } from 'react';

/** Shows a short text beside its child while the pointer rests on it or the keyboard is at it. */
export function Hint(props: {
  readonly text: string;
  readonly shortcut?: string | undefined;
  readonly children: ReactElement<Record<string, unknown>>;
}) {
  return (
    <Tooltip.Root
      onOpenChange={(_isOpen, details) => {
        // Esc closes the dialog around it as well: nobody presses twice because the pointer rests somewhere.
        if (details.reason === 'escape-key') details.allowPropagation();
      }}
    >
      <Tooltip.Trigger render={props.children} />
      <Tooltip.Portal>
        <Tooltip.Positioner className="layer" sideOffset={6}>
          <Tooltip.Popup className="tooltip">
            {props.text}
            {props.shortcut === undefined ? null : <kbd>{props.shortcut}</kbd>}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}

/** Lets tooltips that are near each other follow without a delay. */
export const HintGroup = Tooltip.Provider;
