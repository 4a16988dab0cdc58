import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { useRef } from 'react';
import { IconButton } from './button.tsx';

const FIRST_FIELD = '.dialog-body:is([tabindex]), .dialog-body :is(input, [tabindex="0"])';

/** A dialog over the window: traps the focus, closes on Esc, gives the focus back. */
export function Modal(props: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly closeLabel: string;
  readonly placement?: 'middle' | 'sheet';
  readonly initialFocus?: RefObject<HTMLElement | null> | (() => HTMLElement | null);
  /** Where the focus goes when it closes, if not to where it was. */
  readonly finalFocus?: () => HTMLElement | null;
  readonly children: ReactNode;
}) {
  const { placement = 'middle' } = props;
  const popup = useRef<HTMLDivElement>(null);
  /** What one came for, not the button that closes. */
  const firstField = () => popup.current?.querySelector<HTMLElement>(FIRST_FIELD) ?? popup.current;
  return (
    <Dialog.Root open={props.isOpen} onOpenChange={(isOpen) => !isOpen && props.onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="dialog-shade" />
        <Dialog.Popup
          ref={popup}
          className="dialog"
          data-placement={placement}
          initialFocus={props.initialFocus ?? firstField}
          {...(props.finalFocus === undefined ? {} : { finalFocus: props.finalFocus })}
        >
          <div className="dialog-head">
            <Dialog.Title className="dialog-title">{props.title}</Dialog.Title>
            <Dialog.Close
              render={
                <IconButton label={props.closeLabel} size="small">
                  <X size={16} aria-hidden />
                </IconButton>
              }
            />
          </div>
          {props.children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
