import { ContextMenu } from '@base-ui/react/context-menu';
import { Menu } from '@base-ui/react/menu';
import type { ReactElement, ReactNode, RefObject } from 'react';

export type MenuEntry =
  | {
      readonly label: string;
      readonly icon?: ReactNode;
      readonly shortcut?: string | undefined;
      readonly isDisabled?: boolean;
      readonly onChoose: () => void;
    }
  | 'line';

function entriesOf(entries: readonly MenuEntry[]): ReactNode {
  return entries.map((entry, index) => {
    // biome-ignore lint/suspicious/noArrayIndexKey: lines have no name, and entries keep their places.
    if (entry === 'line') return <Menu.Separator className="menu-line" key={`line-${index}`} />;
    return (
      <Menu.Item
        className="menu-item"
        key={entry.label}
        disabled={entry.isDisabled ?? false}
        onClick={entry.onChoose}
      >
        {entry.icon}
        {entry.label}
        {entry.shortcut === undefined ? null : <kbd>{entry.shortcut}</kbd>}
      </Menu.Item>
    );
  });
}

/** A menu that opens from a button. */
export function ButtonMenu(props: {
  readonly trigger: ReactElement<Record<string, unknown>>;
  readonly entries: readonly MenuEntry[];
  /** Where the focus goes when it closes, if not to its button. */
  readonly finalFocus?: RefObject<HTMLElement | null>;
}) {
  const { finalFocus } = props;
  return (
    <Menu.Root>
      <Menu.Trigger render={props.trigger} />
      <Menu.Portal>
        <Menu.Positioner className="layer" sideOffset={4} align="end">
          <Menu.Popup className="menu" {...(finalFocus === undefined ? {} : { finalFocus })}>
            {entriesOf(props.entries)}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

/** A menu that opens where the pointer is, on the right button or the menu key. */
export function AreaMenu(props: {
  readonly children: ReactElement<Record<string, unknown>>;
  readonly entries: readonly MenuEntry[];
}) {
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger render={props.children} />
      <ContextMenu.Portal>
        <ContextMenu.Positioner className="layer">
          <ContextMenu.Popup className="menu">{entriesOf(props.entries)}</ContextMenu.Popup>
        </ContextMenu.Positioner>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}
