import type { TFunction } from 'i18next';
import type { TaskDetail } from '#contract/model.ts';
import type { Formats } from '../../i18n/formats.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { isDataUrl, shortUrl } from '../../state/short-url.ts';

interface Fact {
  readonly name: string;
  readonly value: string;
  /** Long machine text, which may break anywhere. */
  readonly isCode?: boolean;
}

/** The facts of a picture, as a list of names and values; what is not known is not named. */
export function Facts({ detail }: { readonly detail: TaskDetail }) {
  const { t, formats } = useTexts();
  return (
    <dl className="facts">
      {factsOf(detail, t, formats).map(({ name, value, isCode }) => (
        <div className="fact" key={name}>
          <dt>{name}</dt>
          <dd className="selectable" data-code={isCode ?? false}>
            <bdi>{value}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function factsOf(detail: TaskDetail, t: TFunction, formats: Formats): readonly Fact[] {
  const { row, finalUrl } = detail;
  const facts: (Fact | null)[] = [
    known(t('inspector.where'), detail.path, true),
    known(t('inspector.dimensions'), dimensionsOf(detail, t, formats)),
    known(t('inspector.size'), row.bytes === null ? null : formats.bytes(row.bytes)),
    known(t('inspector.type'), row.format?.toUpperCase() ?? null),
    known(t('inspector.frames'), row.frames !== null && row.frames > 1 ? formats.number(row.frames) : null),
    known(t('inspector.taken'), detail.takenAt),
    known(t('inspector.camera'), detail.cameraModel),
    known(t('inspector.list'), detail.batchName),
    known(t('inspector.line'), formats.number(row.line)),
    known(t('inspector.server'), row.host),
    known(t('inspector.link'), shortUrl(row.url), true),
    finalLinkOf(row.url, finalUrl, t),
    known(t('inspector.finished'), detail.finishedAt === null ? null : formats.dateTime(detail.finishedAt)),
    known(t('inspector.sha256'), detail.sha256, true),
  ];
  return facts.filter((fact) => fact !== null);
}

/** Where the picture came from in the end, if that is not its link. */
function finalLinkOf(url: string, finalUrl: string | null, t: TFunction): Fact | null {
  if (finalUrl === null) return null;
  if (isDataUrl(finalUrl)) return known(t('inspector.finalLink'), t('inspector.listItself'));
  return finalUrl === url ? null : known(t('inspector.finalLink'), shortUrl(finalUrl), true);
}

function known(name: string, value: string | null, isCode = false): Fact | null {
  return value === null || value === '' ? null : { name, value, isCode };
}

function dimensionsOf({ row }: TaskDetail, t: TFunction, formats: Formats): string | null {
  if (row.width === null || row.height === null) return null;
  const megapixels = (row.width * row.height) / 1_000_000;
  const dimensions = formats.dimensions(row.width, row.height);
  return megapixels < 0.1
    ? dimensions
    : `${dimensions} · ${t('inspector.megapixels', { count: megapixels })}`;
}
