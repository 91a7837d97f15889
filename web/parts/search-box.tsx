import { Combobox } from '@mantine/core'
import { useWords } from '../words/use-words.ts'
import { GlassIcon } from './icons.tsx'
import { searchBoxId } from './search-box-id.ts'
import { useSearchBox } from './search-box.ts'
import './choices.css'
import './search-box.css'

interface SearchBoxProps {
  /** What was asked last; the box begins with it. */
  readonly asked: string
  readonly size: 'hero' | 'head'
}

/** The search: a combobox whose arrow keys choose among suggestions, and whose Enter asks what is written or chosen. */
export function SearchBox({ asked, size }: SearchBoxProps) {
  const { words } = useWords()
  const { text, list, suggestions, ask, change, submit, press } = useSearchBox(asked)
  return (
    <search className="search-box" data-size={size}>
      <form onSubmit={submit}>
        <Combobox store={list} onOptionSubmit={ask} withinPortal={false} offset={6} transitionProps={{ duration: 0 }}>
          <Combobox.DropdownTarget>
            <div className="search-field">
              <GlassIcon />
              <Combobox.EventsTarget withExpandedAttribute>
                <input
                  id={searchBoxId}
                  type="text"
                  inputMode="search"
                  enterKeyHint="search"
                  autoComplete="off"
                  autoCapitalize="off"
                  spellCheck={false}
                  maxLength={1000}
                  aria-label={words.search.label}
                  aria-autocomplete="list"
                  placeholder={words.search.placeholder}
                  autoFocus={size === 'hero'}
                  value={text}
                  onChange={(event) => change(event.currentTarget.value)}
                  onBlur={() => list.closeDropdown()}
                  onKeyDown={press}
                />
              </Combobox.EventsTarget>
              <kbd aria-hidden="true">/</kbd>
              <button type="submit">{words.search.submit}</button>
            </div>
          </Combobox.DropdownTarget>
          <Combobox.Dropdown hidden={suggestions.length === 0}>
            <Combobox.Options aria-label={words.search.suggestions}>
              {/* The key holds the text too: an option that outlives a change would still be announced as the chosen one. */}
              {suggestions.map((suggestion) => (
                <Combobox.Option key={`${text} ${suggestion.query}`} value={suggestion.query}>
                  <span className="suggestion-kind">{words.search.kinds[suggestion.is]}</span>
                  <span className="suggestion-label">{suggestion.label}</span>
                  <span className="suggestion-detail">{suggestion.detail}</span>
                </Combobox.Option>
              ))}
            </Combobox.Options>
          </Combobox.Dropdown>
        </Combobox>
      </form>
      <p className="unseen" role="status">
        {list.dropdownOpened ? words.search.found(suggestions.length) : ''}
      </p>
    </search>
  )
}
