import type { Failure } from '#contract/failures.ts';
import type { CheckedLine, ImageFormat } from '#contract/model.ts';
import { isHtmlType } from './fetch/answers.ts';
import type { LookOutcome } from './fetch/fetcher.ts';
import { inspectContainer } from './images/container.ts';
import { sniff } from './images/signature.ts';

/** A picture whose long side is shorter is told apart: often a preview of the one that is meant. */
const SMALL_PX = 1000;

/** What was found behind one link. */
export type Finding = Pick<CheckedLine, 'finding' | 'failure' | 'format' | 'width' | 'height'>;

const NOTHING = { failure: null, format: null, width: null, height: null } as const;

const REFUSED = new Set(['http-401', 'http-403', 'http-407', 'http-451', 'private-address']);
const DEAD = new Set([
  'http-404',
  'http-410',
  'dns-not-found',
  'dns-temporary',
  'refused-connection',
  'unreachable',
  'timeout-connect',
]);

/** Says what a look at a link's first bytes, or its failure, means for whoever wants the picture. */
export function judgeLook(outcome: Exclude<LookOutcome, { kind: 'aborted' }>): Finding {
  if (outcome.kind === 'seen') return judgeHead(outcome);
  const { failure } = outcome;
  if (REFUSED.has(failure.code)) return { ...NOTHING, finding: 'refused', failure };
  return { ...NOTHING, finding: DEAD.has(failure.code) ? 'dead' : 'unknown', failure };
}

function judgeHead({ head, isWhole, contentType }: LookOutcome & { readonly kind: 'seen' }): Finding {
  const found = sniff(head);
  if (found.kind === 'image') return judgeImage(found.format, head, isWhole);
  const title = found.kind === 'html' ? found.title : null;
  if (found.kind === 'html' || isHtmlType(contentType ?? undefined)) {
    const failure: Failure = title === null ? { code: 'html' } : { code: 'html', facts: { title } };
    return { ...NOTHING, finding: 'html', failure };
  }
  const code = head.length === 0 ? 'empty' : 'not-an-image';
  return { ...NOTHING, finding: 'not-an-image', failure: { code } };
}

function judgeImage(format: ImageFormat, head: Buffer, isWhole: boolean): Finding {
  const { state, width, height } = inspectContainer(format, head);
  if (isWhole && state === 'broken')
    return { ...NOTHING, finding: 'not-an-image', failure: { code: 'corrupt' }, format };
  const longSide = Math.max(width ?? 0, height ?? 0);
  // A size that lies behind the first bytes says nothing against the picture.
  const finding = longSide > 0 && longSide < SMALL_PX && format !== 'svg' ? 'small' : 'good';
  return { finding, failure: null, format, width: width || null, height: height || null };
}
