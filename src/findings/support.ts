import { supportStandings } from '../model/index.ts'
import type { PartSupport, ReleaseCycle, SupportDoubt, SupportEnd, SupportStanding } from '../model/index.ts'
import type { CycleOf } from './release-cycles.ts'

/** How far lines of releases are supported on a day (ISO 8601), of which a part is one. They decide where they agree, and leave a doubt where not. */
export function supportOfCycles(cycles: readonly CycleOf[], day: string, isWhole: boolean): PartSupport {
  const standings = cycles.map(({ cycle }) => standingOf(cycle, day))
  const agreed = agreedStanding(standings.map(({ standing }) => standing))
  const doubt = agreed === undefined || !(isWhole || isEnded(agreed)) ? 'severalCycles' : standings[0]?.doubt
  return {
    ...named(cycles),
    ...latestEnds(cycles.map(({ cycle }) => cycle)),
    source: 'endoflife.date',
    standing: doubt === undefined ? (agreed ?? 'unknown') : 'unknown',
    ...(doubt === undefined ? {} : { doubt }),
  }
}

/** What an SBOM states: a day (`2027-06-30`) from which a part has no support. Undefined where the text is no day. */
export function supportStated(endOfSupport: string | undefined, day: string): PartSupport | undefined {
  const [stated] = /^\d{4}-\d{2}-\d{2}/.exec(endOfSupport ?? '') ?? []
  if (stated === undefined) return undefined
  return {
    source: 'sbom',
    standing: stated <= day ? 'endOfLife' : 'supported',
    cycles: [],
    securitySupport: { is: 'on', day: stated },
  }
}

/** A part of a known product whose line cannot be told. */
export function supportUnknown(cycles: readonly CycleOf[], doubt: SupportDoubt): PartSupport {
  return { ...named(cycles), source: 'endoflife.date', standing: 'unknown', doubt }
}

export function isEnded(standing: SupportStanding): boolean {
  return standing === 'endOfLife' || standing === 'paidOnly'
}

function standingOf(
  { activeSupport, securitySupport, extendedSupport }: ReleaseCycle,
  day: string,
): { readonly standing: SupportStanding; readonly doubt?: SupportDoubt } {
  if (securitySupport === undefined) return { standing: 'unknown', doubt: 'endNotTold' }
  if (hasEnded(securitySupport, day)) {
    const isPaid = extendedSupport !== undefined && !hasEnded(extendedSupport, day)
    return { standing: isPaid ? 'paidOnly' : 'endOfLife' }
  }
  return { standing: activeSupport !== undefined && hasEnded(activeSupport, day) ? 'endOfSupport' : 'supported' }
}

/** The day itself is the last one. */
function hasEnded(end: SupportEnd, day: string): boolean {
  return end.is === 'ended' || (end.is === 'on' && end.day < day)
}

/** What all say; of those that say the same as to repairs, the best. */
function agreedStanding(standings: readonly SupportStanding[]): SupportStanding | undefined {
  const [best] = standings.toSorted((a, b) => supportStandings.indexOf(b) - supportStandings.indexOf(a))
  const isAgreed = standings.every(
    (each) => each === best || (each !== 'unknown' && isEnded(each) === isEnded(best ?? 'unknown')),
  )
  return isAgreed && (best !== 'unknown' || standings.every((each) => each === 'unknown')) ? best : undefined
}

function named(cycles: readonly CycleOf[]): Pick<PartSupport, 'product' | 'title' | 'cycles'> {
  const [first] = cycles
  const names = cycles.map(({ cycle }) => cycle.cycle)
  if (first === undefined) return { cycles: [] }
  return { product: first.lifecycle.product, title: first.lifecycle.title, cycles: [...new Set(names)] }
}

function latestEnds(
  cycles: readonly ReleaseCycle[],
): Pick<PartSupport, 'activeSupport' | 'securitySupport' | 'extendedSupport'> {
  const [active, security, extended] = [
    latest(cycles.map(({ activeSupport }) => activeSupport)),
    latest(cycles.map(({ securitySupport }) => securitySupport)),
    latest(cycles.map(({ extendedSupport }) => extendedSupport)),
  ]
  return {
    ...(active && { activeSupport: active }),
    ...(security && { securitySupport: security }),
    ...(extended && { extendedSupport: extended }),
  }
}

function latest(ends: readonly (SupportEnd | undefined)[]): SupportEnd | undefined {
  const told = ends.filter((end) => end !== undefined)
  return told.toSorted((a, b) => placeOf(b).localeCompare(placeOf(a)))[0]
}

function placeOf(end: SupportEnd): string {
  if (end.is === 'on') return end.day
  return end.is === 'open' ? '9999' : '0000'
}
