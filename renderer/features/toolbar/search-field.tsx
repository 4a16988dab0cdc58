import { Search, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTexts } from '../../i18n/use-texts.ts';
import { useList, useSession } from '../../state/context.tsx';
import { IconButton } from '../../ui/button.tsx';

const TYPING_PAUSE_MS = 150;

/** Searches names and links of what is shown, while one types. */
export function SearchField() {
  const { t } = useTexts();
  const { list } = useSession();
  const search = useList(({ query }) => query.search);
  const [text, setText] = useState(search);
  const field = useRef<HTMLInputElement>(null);

  useEffect(() => setText(search), [search]);
  useEffect(() => {
    if (text === search) return;
    const timer = setTimeout(() => void list.setQuery({ search: text }), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, search, list]);

  const clear = () => {
    setText('');
    field.current?.focus();
  };
  return (
    <search className="search">
      <Search className="search-icon" size={16} aria-hidden />
      <input
        ref={field}
        className="search-field"
        type="text"
        spellCheck={false}
        aria-label={t('toolbar.search')}
        placeholder={t('toolbar.searchShort')}
        value={text}
        data-search=""
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && clear()}
      />
      {text === '' ? null : (
        <span className="search-clear">
          <IconButton label={t('toolbar.clearSearch')} size="small" onClick={clear}>
            <X size={14} aria-hidden />
          </IconButton>
        </span>
      )}
    </search>
  );
}
