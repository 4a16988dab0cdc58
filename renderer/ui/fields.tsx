import { NumberField } from '@base-ui/react/number-field';
import { Select } from '@base-ui/react/select';
import { Switch } from '@base-ui/react/switch';
import { Check, ChevronDown, Minus, Plus } from 'lucide-react';
import { usePendingNumber } from './use-pending-number.ts';

interface Labelled {
  readonly id?: string;
  /** Id of the element that names the field; `label` names it where there is none. */
  readonly labelledBy?: string;
  readonly label?: string;
  /** Id of the element that explains it. */
  readonly describedBy?: string;
}

/** A switch that is on or off. */
export function SwitchField(
  props: Labelled & { readonly isOn: boolean; readonly onChange: (isOn: boolean) => void },
) {
  return (
    <Switch.Root
      id={props.id}
      className="switch"
      checked={props.isOn}
      onCheckedChange={props.onChange}
      aria-label={props.label}
      aria-labelledby={props.labelledBy}
      aria-describedby={props.describedBy}
    >
      <Switch.Thumb className="switch-thumb" />
    </Switch.Root>
  );
}

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
}

/** One of a few choices. */
export function ChoiceField<Value extends string>(
  props: Labelled & {
    readonly value: Value;
    readonly choices: readonly Choice<Value>[];
    readonly size?: 'normal' | 'small';
    readonly onChange: (value: Value) => void;
  },
) {
  return (
    <Select.Root
      items={props.choices}
      value={props.value}
      onValueChange={(value) => value !== null && props.onChange(value)}
    >
      <Select.Trigger
        id={props.id}
        className="select"
        data-size={props.size ?? 'normal'}
        aria-label={props.label}
        aria-labelledby={props.labelledBy}
        aria-describedby={props.describedBy}
      >
        <Select.Value />
        <Select.Icon className="select-icon">
          <ChevronDown size={16} aria-hidden />
        </Select.Icon>
      </Select.Trigger>
      <Select.Portal>
        <Select.Positioner className="layer" sideOffset={4} alignItemWithTrigger={false}>
          <Select.Popup className="menu">
            <Select.List>
              {props.choices.map(({ value, label }) => (
                <Select.Item className="select-item" key={value} value={value}>
                  <Select.ItemIndicator>
                    <Check size={16} aria-hidden />
                  </Select.ItemIndicator>
                  <Select.ItemText className="select-item-text">{label}</Select.ItemText>
                </Select.Item>
              ))}
            </Select.List>
          </Select.Popup>
        </Select.Positioner>
      </Select.Portal>
    </Select.Root>
  );
}

/** A whole number between two limits; a change counts when typing pauses, and at once on leaving or stepping. */
export function CountField(
  props: Labelled & {
    readonly value: number;
    readonly min: number;
    readonly max: number;
    readonly step?: number;
    readonly locale: string;
    readonly lessLabel: string;
    readonly moreLabel: string;
    readonly format?: Intl.NumberFormatOptions;
    readonly onChange: (value: number) => void;
  },
) {
  const number = usePendingNumber(props);
  return (
    <NumberField.Root
      id={props.id}
      value={number.shown}
      min={props.min}
      max={props.max}
      step={props.step ?? 1}
      locale={props.locale}
      {...(props.format === undefined ? {} : { format: props.format })}
      onValueChange={(value) => (value === null ? number.drop() : number.propose(value))}
      onValueCommitted={(value) => value !== null && number.commit(value)}
    >
      <NumberField.Group className="number">
        <NumberField.Decrement aria-label={props.lessLabel}>
          <Minus size={14} aria-hidden />
        </NumberField.Decrement>
        <NumberField.Input
          className="number-input"
          aria-label={props.label}
          aria-labelledby={props.labelledBy}
          aria-describedby={props.describedBy}
          onKeyDown={(event) => event.key === 'Enter' && number.flush()}
        />
        <NumberField.Increment aria-label={props.moreLabel}>
          <Plus size={14} aria-hidden />
        </NumberField.Increment>
      </NumberField.Group>
    </NumberField.Root>
  );
}
