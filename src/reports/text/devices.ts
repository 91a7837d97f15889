import { visible } from '../../model/index.ts'
import type { Answer, AnsweredDevice } from '../../model/index.ts'
import { firstOf } from '../first-of.ts'
import { sayDay, sayNames, saySource } from '../say.ts'
import type { Words } from '../words/words.ts'
import type { Sheet } from './paper.ts'

const devicesShown = 200

/** The devices to act on by site and ward: those affected, or all that a question about devices found. */
export async function* writeDevices(
  { answer, lists, words, paper }: Sheet,
  limit: number = devicesShown,
): AsyncGenerator<string> {
  const { counts, devicesTotal } = answer
  const total = counts === null ? devicesTotal : counts.affected
  if (total === 0) return
  yield ''
  yield paper.paint('heading', headingOf(answer, words))
  let place = ''
  for await (const device of firstOf(lists.devices(counts === null ? undefined : ['affected']), limit)) {
    const next = placeOf(device, words)
    if (next !== place) yield paper.paint('loud', next)
    place = next
    yield* paper.wrap(lineOf(device, words), 4, '  ')
  }
  if (total > limit) yield words.moreDevices(total - limit)
}

function headingOf({ question }: Answer, { headings }: Words): string {
  if (question === 'device' || question === 'support') return headings.devices
  return question === 'flaw' ? headings.affectedDevices : headings.containingDevices
}

function placeOf({ site, ward }: AnsweredDevice, words: Words): string {
  return `${site === undefined ? words.siteNotKnown : visible(site)} — ${ward === undefined ? words.wardNotKnown : visible(ward)}`
}

function lineOf(device: AnsweredDevice, words: Words): string {
  const { assetTag, serial, maker, model, softwareVersion, hostName, room, ips } = device
  const name = model === undefined ? `${sayNames(maker)} ${words.modelNotKnown}`.trim() : sayNames(maker, model)
  const version = softwareVersion === undefined ? words.versionNotKnown : visible(softwareVersion)
  const source =
    device.versionSource === undefined ? '' : ` (${saySource(words, device.versionSource)}${seenAt(device)})`
  return [
    sayNames(assetTag ?? serial ?? hostName ?? ips[0] ?? device.deviceId),
    `${name} ${version}${source}`,
    ...(room === undefined ? [] : [words.room(visible(room))]),
    ...(hostName === undefined && ips.length === 0 ? [] : [sayNames(hostName, ips[0])]),
    ...(device.scope === 'inScope' ? [] : [words.scopes[device.scope]]),
    ...(device.foundBy === 'network' ? [words.foundByNetwork] : []),
  ].join(' · ')
}

function seenAt({ versionSeenAt }: AnsweredDevice): string {
  return versionSeenAt === undefined ? '' : `, ${sayDay(versionSeenAt)}`
}
