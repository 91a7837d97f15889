import { Link, Outlet } from '@tanstack/react-router'
import { MoonIcon, SunIcon } from '../parts/icons.tsx'
import { FeedsLine } from '../parts/feeds-line.tsx'
import { JobsLine } from '../parts/jobs-line.tsx'
import { Mark } from '../parts/mark.tsx'
import { OrganisationMenu } from '../parts/organisation-menu.tsx'
import { SearchBox } from '../parts/search-box.tsx'
import { LanguageContext, useWords } from '../words/use-words.ts'
import { useHeadSearch, useLanguage, useScheme, useSearchKey } from './frame.ts'
import './frame.css'

/** What stands around every page: the head with the search, the page itself, the foot with the age of the feeds. */
export function Frame() {
  const { language, change } = useLanguage()
  return (
    <LanguageContext value={language}>
      <SkipLink />
      <Head onLanguage={() => change(language === 'en' ? 'fr' : 'en')} />
      <main id="main" tabIndex={-1}>
        <Outlet />
      </main>
      <Foot />
    </LanguageContext>
  )
}

function SkipLink() {
  const { words } = useWords()
  return (
    <a className="skip-link unseen" href="#main">
      {words.skip}
    </a>
  )
}

function Head({ onLanguage }: { readonly onLanguage: () => void }) {
  const { words } = useWords()
  const { isDark, toggle } = useScheme()
  const asked = useHeadSearch()
  return (
    <header className="head not-printed">
      <Link className="head-home" to="/" aria-label={words.home}>
        <Mark />
        <span>auscult</span>
      </Link>
      <div className="head-search">
        {asked === undefined ? null : <SearchBox key={asked} asked={asked} size="head" />}
      </div>
      <div className="head-switches">
        <OrganisationMenu />
        <button
          type="button"
          className="plain-button"
          lang={words.language === 'en' ? 'fr' : 'en'}
          onClick={onLanguage}
        >
          {words.otherLanguage}
        </button>
        <button
          type="button"
          className="plain-button"
          aria-label={isDark ? words.toLight : words.toDark}
          title={isDark ? words.toLight : words.toDark}
          onClick={toggle}
        >
          {isDark ? <SunIcon /> : <MoonIcon />}
        </button>
      </div>
    </header>
  )
}

/** The pages that no question leads to. */
function Places() {
  const { words } = useWords()
  return (
    <nav className="places" aria-label={words.places.label}>
      <Link to="/add">{words.places.add}</Link>
      <Link to="/corrections">{words.places.corrections}</Link>
      <Link to="/statements">{words.places.statements}</Link>
      <Link to="/advisories">{words.places.advisories}</Link>
      <Link to="/aliases">{words.places.aliases}</Link>
      <Link to="/keys">{words.places.keys}</Link>
      <Link to="/network">{words.places.network}</Link>
      <Link to="/reconcile">{words.places.reconcile}</Link>
      <Link to="/traffic">{words.places.traffic}</Link>
    </nav>
  )
}

function Foot() {
  const { words } = useWords()
  const { isOn, toggle } = useSearchKey()
  return (
    <footer className="foot not-printed">
      <JobsLine />
      <FeedsLine />
      <Places />
      <button type="button" className="plain-button" aria-pressed={isOn} onClick={toggle}>
        {words.shortcut(isOn)}
      </button>
    </footer>
  )
}
