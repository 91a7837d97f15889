import type { Heard, HeardDevice } from '../flows/listening.ts'
import { visible } from '../model/index.ts'

const devicesShown = 40
const problemsShown = 12
const longestValue = 80
const numbers = new Intl.NumberFormat('en')

/** What was heard in one source, in lines for a person. */
export function* sayHeard({ file, ...heard }: Heard & { readonly file: string }): Generator<string> {
  const { progress, devices, devicesLeftOut, protocols, flows, kept } = heard
  yield `${visible(file)}: ${n(progress.units)} ${progress.unit}${sayTime(progress)}, ${n(progress.bytes)} bytes\n`
  if (Object.keys(protocols).length > 0) yield `  heard: ${sayCounts(protocols)}\n`
  yield `  ${n(devices.length + devicesLeftOut)} addresses and devices that told something, ${n(flows)} flows\n`
  for (const device of devices.slice(0, devicesShown)) yield* sayDevice(device)
  const more = devices.length + devicesLeftOut - Math.min(devices.length, devicesShown)
  if (more > 0) yield `  … and ${n(more)} more: --json lists them\n`
  if (Object.keys(progress.dropped).length > 0) yield `  read and never kept: ${sayCounts(progress.dropped)}\n`
  if (Object.keys(progress.malformed).length > 0)
    yield `  against the rules of their protocol: ${sayCounts(progress.malformed)}\n`
  if (progress.givenUp > 0) yield `  connections and fragments given up before their end: ${n(progress.givenUp)}\n`
  for (const { place, message } of progress.problems.slice(0, problemsShown))
    yield `  ${place === undefined ? '' : `${visible(place)}: `}${visible(message, 500)}\n`
  if (kept !== undefined) yield `  ${sayKept(kept)}\n`
}

function sayKept({ observations, flows, knownBatches, devices, changed }: NonNullable<Heard['kept']>): string {
  const before = knownBatches === 0 ? '' : `; ${n(knownBatches)} parts were heard before and count once`
  return `kept: ${n(observations)} observations, ${n(flows)} flows${before}; ${n(devices)} devices on the network now, ${n(changed)} of them new or changed`
}

function* sayDevice({ subject, facts, protocols }: HeardDevice): Generator<string> {
  const { ip, mac, hostName, aeTitle } = subject
  const names = [ip, mac, hostName, aeTitle].filter((name) => name !== undefined)
  const own =
    names.length > 0 ? names : ['maker', 'model', 'serial'].flatMap((field) => facts[field as keyof typeof facts] ?? [])
  yield `\n  ${own.map((name) => visible(name)).join('  ')}  (${protocols.join(', ')})\n`
  for (const [field, values] of Object.entries(facts))
    yield `    ${field}: ${values.map((value) => visible(value, longestValue)).join(', ')}\n`
}

function sayTime({ firstSeenAt, lastSeenAt }: Heard['progress']): string {
  if (firstSeenAt === undefined || lastSeenAt === undefined) return ''
  return ` from ${new Date(firstSeenAt).toISOString()} to ${new Date(lastSeenAt).toISOString()}`
}

function sayCounts(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${visible(name)} ${n(count)}`)
    .join(', ')
}

function n(count: number): string {
  return numbers.format(count)
}
