import type { Attempt, Timeline } from '#contract/model.ts';
import { failureWords } from '#contract/words/words.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { phasesOf } from './timeline.ts';

/** Each try with its outcome; the last with where its time went. */
export function Attempts({ attempts }: { readonly attempts: readonly Attempt[] }) {
  const { t } = useTexts();
  const last = attempts.at(-1);
  if (last === undefined) return null;
  return (
    <>
      <h3 className="inspector-heading">{t('inspector.timeline')}</h3>
      <TimelineChart timeline={last.timeline} totalMs={last.endedAt - last.startedAt} />
      <h3 className="inspector-heading">{t('inspector.attempts')}</h3>
      <ol className="attempts">
        {attempts.toReversed().map((attempt) => (
          <AttemptLine key={attempt.number} attempt={attempt} />
        ))}
      </ol>
    </>
  );
}

function AttemptLine({ attempt }: { readonly attempt: Attempt }) {
  const { t, language, formats } = useTexts();
  const { failure, httpStatus } = attempt;
  const outcome = failure === null ? t('inspector.saved') : failureWords(language, failure, null).short;
  const details = [
    httpStatus === null ? null : t('inspector.httpStatus', { status: httpStatus }),
    attempt.receivedBytes === 0 ? null : formats.bytes(attempt.receivedBytes),
    formats.duration(attempt.endedAt - attempt.startedAt),
  ];
  return (
    <li className="attempt">
      <p className="attempt-line">
        <span>{t('inspector.attempt', { number: attempt.number })}</span>
        <span className="attempt-outcome" data-failed={failure !== null}>
          {outcome}
        </span>
      </p>
      <p className="attempt-details">
        {formats.dateTime(attempt.startedAt)} · {details.filter((detail) => detail !== null).join(' · ')}
      </p>
    </li>
  );
}

function TimelineChart(props: { readonly timeline: Timeline; readonly totalMs: number }) {
  const { t, formats } = useTexts();
  const phases = phasesOf(props.timeline);
  const totalMs = Math.max(1, props.totalMs, ...phases.map(({ endMs }) => endMs));
  return (
    <dl className="timeline">
      {phases.map(({ name, startMs, endMs }) => (
        <div className="timeline-phase" key={name}>
          <dt>{t(`inspector.${name}`)}</dt>
          <dd>
            <span className="timeline-track" aria-hidden="true">
              <span
                className="timeline-bar"
                style={{
                  left: `${(startMs / totalMs) * 100}%`,
                  width: `max(2px, ${((endMs - startMs) / totalMs) * 100}%)`,
                }}
              />
            </span>
            <span className="timeline-time">{formats.duration(endMs - startMs)}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
