import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { Hint } from './hint.tsx';
import './ui.css';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly kind?: 'normal' | 'primary' | 'plain' | 'link';
  readonly size?: 'normal' | 'small';
  readonly icon?: ReactNode;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button with a word on it. */
export function Button({ kind = 'normal', size = 'normal', icon, children, ...rest }: ButtonProps) {
  return (
    <button type="button" className="button" data-kind={kind} data-size={size} {...rest}>
      {icon}
      {children}
    </button>
  );
}

export interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** What it does, spoken and shown on hover. */
  readonly label: string;
  readonly shortcut?: string | undefined;
  readonly size?: 'normal' | 'small';
  readonly isPressed?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button with an icon only; its name is its tooltip. */
export function IconButton({
  label,
  shortcut,
  size = 'normal',
  isPressed,
  children,
  ...rest
}: IconButtonProps) {
  return (
    <Hint text={label} shortcut={shortcut}>
      <button
        type="button"
        className="icon-button"
        data-size={size}
        aria-label={label}
        aria-pressed={isPressed}
        {...rest}
      >
        {children}
      </button>
    </Hint>
  );
}
