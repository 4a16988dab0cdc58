import { splitMiddle } from './split-middle.ts';

/** A name or a link that loses its middle, never its end, where there is no room; the whole is its tooltip. */
export function MiddleText(props: {
  readonly text: string;
  readonly tail?: number;
  /** The tooltip, where it says more than the text. */
  readonly whole?: string;
  readonly className?: string;
}) {
  const [head, tail] = splitMiddle(props.text, props.tail);
  return (
    <bdi className={`middle ${props.className ?? ''}`} title={props.whole ?? props.text}>
      <span className="middle-head">{head}</span>
      {tail === '' ? null : <span className="middle-tail">{tail}</span>}
    </bdi>
  );
}
