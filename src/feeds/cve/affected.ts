import type { AffectedRange, Condition, PackageKey } from '../../model/index.ts'
import type { SchemeId } from '../../versions/index.ts'
import { readConfigurations } from '../nvd/configurations.ts'
import { plainText } from '../text.ts'
import { identitiesOf, type Identity } from './identities.ts'
import { isNameless } from './product-names.ts'
import type { Affected, Container } from './schema.ts'
import { stretchesOf, type Line, type Stretch } from './status-line.ts'
import { toStatus } from './version-entry.ts'

const maxRanges = 50_000
const maxProblems = 20
const maxPlatforms = 5
/** All that an authority states of its own product is of one tier, be it a purl, a CPE or names: see `Tier`. */
const tier = 3

export interface AffectedProducts {
  readonly ranges: readonly AffectedRange[]
  readonly conditions: readonly Condition[]
  readonly problems: readonly string[]
}

/** What all blocks of a record say of one key. */
interface Subject {
  readonly key: PackageKey
  readonly scheme: SchemeId | undefined
  readonly cpe: string | undefined
  readonly containers: Line[][]
  readonly criteria: Identity['criteria'][]
  readonly platforms: Set<string>
}

/** The ranges of all products that the containers of a record name: the authority's own first, then those that others added. */
export function readAffected(containers: readonly Container[]): AffectedProducts {
  const applicable = readConfigurations(containers.flatMap(({ cpeApplicability }) => cpeApplicability ?? []))
  const settled = new Set(applicable.ranges.filter(({ range }) => range.is !== 'unreadable').map(({ key }) => key))
  const problems = [...applicable.problems]
  const subjects = subjectsOf(containers, problems)
  const stated = [...subjects.values()].flatMap((subject) =>
    rangesOf(subject).filter((range) => isDecided(range) || !settled.has(range.key)),
  )
  const ranges = [...applicable.ranges.map((range) => ({ ...range, tier }) as const), ...stated]
  if (ranges.length > maxRanges) problems.push(`only the first ${maxRanges} of its ranges are kept`)
  return {
    ranges: withoutRepeats(ranges.slice(0, maxRanges)),
    conditions: applicable.conditions,
    problems: [...new Set(problems)].slice(0, maxProblems),
  }
}

function subjectsOf(containers: readonly Container[], problems: string[]): ReadonlyMap<string, Subject> {
  const subjects = new Map<string, Subject>()
  for (const [at, { affected }] of containers.entries()) {
    for (const block of affected ?? []) {
      const identities = identitiesOf(block)
      if (identities.length === 0 && !isEmpty(block)) problems.push(problemOf(block))
      for (const identity of identities) addTo(subjects, { identity, at, block })
    }
  }
  return subjects
}

function addTo(
  subjects: Map<string, Subject>,
  { identity, at, block }: { readonly identity: Identity; readonly at: number; readonly block: Affected },
): void {
  const { key, scheme, cpe, criteria } = identity
  const id = `${key}\n${cpe ?? ''}`
  const subject = subjects.get(id) ?? { key, scheme, cpe, containers: [], criteria: [], platforms: new Set() }
  subjects.set(id, subject)
  const lines = (subject.containers[at] ??= [])
  const line: Line = { defaultStatus: toStatus(block.defaultStatus), versions: block.versions ?? [] }
  if (!lines.some((each) => each.versions === line.versions)) lines.push(line)
  if (criteria !== undefined) subject.criteria.push(criteria)
  for (const platform of (block.platforms ?? []).slice(0, maxPlatforms))
    subject.platforms.add(plainText(platform).slice(0, 60))
}

function rangesOf({ key, scheme, cpe, containers, criteria, platforms }: Subject): readonly AffectedRange[] {
  const on = [...platforms].filter((platform) => !isNameless(platform)).slice(0, maxPlatforms)
  const place = on.length === 0 ? '' : ` (on ${on.join(', ')})`
  const named = criteria.flatMap((each) => each ?? [])
  return stretches({ scheme, lines: containers.filter((lines) => lines !== undefined), named }).map(
    ({ range, text, undecided }) => ({
      key,
      tier,
      range,
      text: `${text}${place}`,
      ...(cpe !== undefined && { cpe }),
      ...(undecided !== undefined && { undecided }),
    }),
  )
}

function stretches({
  scheme,
  lines,
  named,
}: {
  readonly scheme: SchemeId | undefined
  readonly lines: readonly (readonly Line[])[]
  readonly named: readonly Stretch[]
}): readonly Stretch[] {
  const because = 'the order of versions of such packages is not known'
  if (scheme === undefined) return [{ range: { is: 'unreadable', because }, text: because }]
  const stated = lines.flat().some(({ versions, defaultStatus }) => versions.length > 0 || defaultStatus !== 'unknown')
  return !stated && named.length > 0 ? named : stretchesOf(scheme, lines)
}

function isDecided({ range, undecided }: AffectedRange): boolean {
  return undecided === undefined && range.is !== 'unreadable'
}

function withoutRepeats(ranges: readonly AffectedRange[]): readonly AffectedRange[] {
  const idOf = (range: AffectedRange): string =>
    [range.key, range.text, range.cpe, range.condition, range.undecided].join('\n')
  return [...new Map(ranges.map((range) => [idOf(range), range])).values()]
}

/** Old records name nothing at all: `n/a` of `n/a`. */
function isEmpty(block: Affected): boolean {
  return isNameless(block.product) && isNameless(block.packageName)
}

function problemOf({ vendor, product, packageName }: Affected): string {
  const words = [vendor, product, packageName].filter((text) => !isNameless(text)).join(' ')
  return `“${plainText(words).slice(0, 200)}” is affected; it cannot be looked up`
}
