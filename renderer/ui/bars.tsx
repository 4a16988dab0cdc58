export interface BarPart {
  readonly tone: 'saved' | 'skipped' | 'canceled' | 'failed' | 'waiting';
  /** Of the whole bar, 0–1. */
  readonly fraction: number;
}

/** A bar of several parts, read as one progress bar. */
export function SegmentedBar(props: {
  readonly parts: readonly BarPart[];
  readonly percent: number;
  readonly label: string;
  readonly valueText: string;
  readonly isIndeterminate: boolean;
}) {
  return (
    <div
      className="bar"
      role="progressbar"
      aria-label={props.label}
      aria-valuetext={props.valueText}
      data-indeterminate={props.isIndeterminate}
      {...(props.isIndeterminate
        ? {}
        : { 'aria-valuenow': props.percent, 'aria-valuemin': 0, 'aria-valuemax': 100 })}
    >
      {props.isIndeterminate
        ? null
        : props.parts
            .filter(({ fraction }) => fraction > 0)
            .map(({ tone, fraction }) => (
              <div
                className="bar-part"
                key={tone}
                data-tone={tone}
                style={{ width: `max(3px, ${fraction * 100}%)` }}
              />
            ))}
    </div>
  );
}

const RING_RADIUS = 6;
const RING_LENGTH = 2 * Math.PI * RING_RADIUS;

/** A small ring that fills; decoration beside a number that says the same. */
export function ProgressRing(props: { readonly percent: number }) {
  return (
    <svg
      className="ring"
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      strokeWidth="2"
      aria-hidden="true"
    >
      <circle className="ring-track" cx="8" cy="8" r={RING_RADIUS} />
      <circle
        className="ring-done"
        cx="8"
        cy="8"
        r={RING_RADIUS}
        strokeDasharray={`${(props.percent / 100) * RING_LENGTH} ${RING_LENGTH}`}
        transform="rotate(-90 8 8)"
      />
    </svg>
  );
}
