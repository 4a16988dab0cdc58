import { splitMiddle } from './split-middle.ts';

/**
 * A name or a link that loses its middle where there is no room; the whole is its tooltip. A screen reader hears the
 * whole, since two parts would be two words.
 */
export function MiddleText(props: {
  readonly text: string;
  /** Characters that stay at the end. */
  readonly tail?: number;
  /** Where the end begins, in place of a number of characters. */
  readonly tailStart?: number | undefined;
  /** The tooltip, where it says more than the text. */
  readonly whole?: string;
  readonly className?: string;
}) {
  const { text, tailStart } = props;
  const [head, tail] =
    tailStart === undefined
      ? splitMiddle(text, props.tail)
      : [text.slice(0, tailStart), text.slice(tailStart)];
  const isCut = tail !== '';
  return (
    <bdi className={`middle ${props.className ?? ''}`} title={props.whole ?? text}>
      {isCut ? <span className="spoken">{text}</span> : null}
      <span className="middle-head" aria-hidden={isCut || undefined}>
        {head}
      </span>
      {isCut ? (
        <span className="middle-tail" aria-hidden="true">
          {tail}
        </span>
      ) : null}
    </bdi>
  );
}
