import type { Heard } from '../findings/index.ts'
import type { StatedSpeaker } from './stated.ts'

type HeardByFlaw = ReadonlyMap<number, Heard<StatedSpeaker>>

/**
 * What is stated of a device that may run several versions: what clears it counts only where it is cleared as each of them, what accuses it wherever
 * it is accused. All that is said is shown.
 */
export function heardInAll(versions: readonly HeardByFlaw[]): HeardByFlaw {
  const [only] = versions
  if (only !== undefined && versions.length === 1) return only
  const flaws = new Set(versions.flatMap((heard) => [...heard.keys()]))
  return new Map([...flaws].map((flaw) => [flaw, inAll(versions.map((heard) => heard.get(flaw)))]))
}

function inAll(each: readonly (Heard<StatedSpeaker> | undefined)[]): Heard<StatedSpeaker> {
  const settled = each.map((heard) => heard?.settled)
  const stated = worstOf(settled.map((one) => one?.stated ?? 'nothing'))
  const [first, ...others] = settled
  const cleared = [...(first?.cleared ?? [])].filter(([part]) => others.every((one) => one?.cleared.has(part) === true))
  const deciding = settled.flatMap((one) => (one?.stated === stated ? one.deciding : []))
  const speakers = new Set(each.flatMap((heard) => heard?.speakers ?? []))
  return { speakers: [...speakers], settled: { stated, deciding, cleared: new Map(cleared) } }
}

type Stated = Heard<StatedSpeaker>['settled']['stated']

function worstOf(stated: readonly Stated[]): Stated {
  const [first = 'nothing'] = stated
  if (stated.includes('affected')) return 'affected'
  if (stated.includes('perhapsAffected')) return 'perhapsAffected'
  if (stated.includes('underInvestigation')) return 'underInvestigation'
  return stated.includes('nothing') ? 'nothing' : first
}
