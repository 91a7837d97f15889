import type { CsafDocument, Publisher, Revision, Tracking } from './document.ts'
import { entriesOf, entryOf, known, placeUnder, textOf, textsOf } from './fields.ts'
import type { Entry, Problems } from './fields.ts'

const dateTime = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(?::\d\d(?:\.\d{1,18})?)?(?:[Zz]|[+-]\d\d:?\d\d)$/

/** An ISO 8601 time in UTC; undefined, and told, when the text is none. */
export function timeOf(problems: Problems, entry: Entry, key: string): string | undefined {
  const text = textOf(problems, entry, key)
  if (text === undefined) return undefined
  const time = dateTime.test(text) ? new Date(text) : undefined
  if (time !== undefined && !Number.isNaN(time.getTime())) return time.toISOString()
  problems.doubt(placeUnder(entry.place, key), `"${text.slice(0, 60)}" is no date and time; left out`, '6.1.37')
  return undefined
}

/** The notes that say what it is about: `summary` before `description`, `details` and `general`. */
export function readNotes(problems: Problems, entry: Entry): string {
  const notes = entriesOf(problems, entry, 'notes').map((each) => ({
    category: textOf(problems, each, 'category') ?? '',
    text: textOf(problems, each, 'text') ?? '',
  }))
  for (const category of ['summary', 'description', 'details', 'general']) {
    const note = notes.find((each) => each.category === category && each.text !== '')
    if (note !== undefined) return note.text
  }
  return ''
}

export function readReferences(problems: Problems, entry: Entry): readonly string[] {
  return entriesOf(problems, entry, 'references')
    .map((each) => textOf(problems, each, 'url'))
    .filter((url) => url !== undefined)
}

type Header = Omit<CsafDocument, 'products' | 'vulnerabilities' | 'problems'>

/** What a document says of itself. */
export function readHeader(problems: Problems, root: Entry): Header {
  const entry = entryOf(problems, root, 'document')
  const distribution = entryOf(problems, entry, 'distribution')
  return {
    csafVersion: textOf(problems, entry, 'csaf_version') ?? '',
    category: textOf(problems, entry, 'category') ?? '',
    title: textOf(problems, entry, 'title') ?? '',
    publisher: readPublisher(problems, entryOf(problems, entry, 'publisher')),
    tracking: readTracking(problems, entryOf(problems, entry, 'tracking')),
    summary: readNotes(problems, entry),
    references: readReferences(problems, entry),
    ...known({
      language: textOf(problems, entry, 'lang'),
      tlp: textOf(problems, entryOf(problems, distribution, 'tlp'), 'label')?.toUpperCase(),
    }),
  }
}

function readPublisher(problems: Problems, entry: Entry): Publisher {
  return {
    category: textOf(problems, entry, 'category') ?? '',
    name: textOf(problems, entry, 'name') ?? '',
    namespace: textOf(problems, entry, 'namespace') ?? '',
  }
}

function readTracking(problems: Problems, entry: Entry): Tracking {
  const revisions = entriesOf(problems, entry, 'revision_history').map((each): Revision => ({
    number: textOf(problems, each, 'number') ?? '',
    summary: textOf(problems, each, 'summary') ?? '',
    ...known({ date: timeOf(problems, each, 'date') }),
  }))
  const tracking = {
    id: textOf(problems, entry, 'id') ?? '',
    aliases: textsOf(problems, entry, 'aliases'),
    version: textOf(problems, entry, 'version') ?? '',
    status: textOf(problems, entry, 'status') ?? '',
    revisions,
    ...known({
      initialReleaseAt: timeOf(problems, entry, 'initial_release_date'),
      currentReleaseAt: timeOf(problems, entry, 'current_release_date'),
    }),
  }
  if (tracking.id === '')
    problems.doubt(
      placeUnder(entry.place, 'id'),
      'the document has no id: nobody can tell a revision of it from another document',
    )
  tellRevisions(problems, entry, tracking)
  return tracking
}

function tellRevisions(problems: Problems, entry: Entry, { version, revisions }: Tracking): void {
  const place = placeUnder(entry.place, 'revision_history')
  const numbers = revisions.map(({ number }) => number)
  const twin = numbers.find((number, index) => number !== '' && numbers.indexOf(number) !== index)
  if (twin !== undefined) problems.doubt(place, `the revision ${twin} is listed twice`, '6.1.22')
  tellGaps(problems, place, numbers)
  const bare = (text: string): string => text.replace(/[+-].*$/, '')
  if (revisions.length > 0 && !numbers.some((number) => bare(number) === bare(version)))
    problems.doubt(place, `version ${version} of the document is no revision of its history`, '6.1.16')
}

/** Test 6.1.21: whole numbers, or the first numbers of semantic versions, leave none out from 0 or 1 on. */
function tellGaps(problems: Problems, place: string, numbers: readonly string[]): void {
  const majors = [...new Set(numbers.map((number) => Number(/^\d{1,9}/.exec(number)?.[0] ?? Number.NaN)))].sort(
    (a, b) => a - b,
  )
  const [first = 0] = majors
  if (numbers.length === 0 || majors.some((major) => Number.isNaN(major))) return
  const gap = majors.find((major, index) => major !== first + index)
  if (first > 1) problems.doubt(place, `the history begins with revision ${first}`, '6.1.21')
  else if (gap !== undefined) problems.doubt(place, `the history has no revision before ${gap}`, '6.1.21')
}
