import { Toast } from '@base-ui/react/toast';
import { X } from 'lucide-react';

/** Draws the messages of the nearest `ToastBoard`, spoken politely, reachable with F6. */
export function Toasts(props: { readonly label: string; readonly closeLabel: string }) {
  const { toasts } = Toast.useToastManager();
  return (
    <Toast.Portal>
      <Toast.Viewport className="toasts" data-pane="" aria-label={props.label}>
        {toasts.map((toast) => (
          <Toast.Root className="toast" key={toast.id} toast={toast} swipeDirection="down">
            <Toast.Content className="toast-content">
              <Toast.Title className="toast-title" render={<div />} />
              <Toast.Action className="toast-action" />
              <Toast.Close className="toast-close" aria-label={props.closeLabel}>
                <X size={14} aria-hidden />
              </Toast.Close>
            </Toast.Content>
          </Toast.Root>
        ))}
      </Toast.Viewport>
    </Toast.Portal>
  );
}

/** Holds the messages that `Toasts` draws. */
export const ToastBoard = Toast.Provider;

/** Adds messages to the nearest board. */
export const useToasts = Toast.useToastManager;
