import type { Ruling } from '../findings/index.ts'
import type { FleetTarget } from '../model/index.ts'
import type { Judgement } from './judgement.ts'

/**
 * A device that may run several versions was judged by each of them: it is counted by the one with the worst verdict, and the others count for
 * nothing. So a version that was seen can make its verdict worse and never better, and the four counts still add up.
 */
export function worstOfVersions(judgement: Judgement): Judgement {
  const { targets, rulingAt } = judgement
  const places = placesOfSeveral(targets)
  if (places.size === 0) return judgement
  const devices = new Map(judgement.devices)
  const counted = [...targets]
  for (const some of places.values()) {
    const worst = some.reduce((a, b) => (rankAt(rulingAt, b) < rankAt(rulingAt, a) ? b : a))
    for (const place of some) {
      const [target, ruling] = [targets[place], rulingAt(place)]
      if (target === undefined || ruling === undefined) continue
      const count = place === worst ? 1 : 0
      counted[place] = { ...target, devices: count }
      move(devices, ruling, count - target.devices)
    }
  }
  return { ...judgement, targets: counted, devices }
}

/** The places of each device that is judged by several versions. */
function placesOfSeveral(targets: readonly FleetTarget[]): ReadonlyMap<string, readonly number[]> {
  const several = new Set(
    targets.flatMap(({ devices, deviceId }) => (devices === 0 && deviceId !== null ? [deviceId] : [])),
  )
  const places = new Map<string, number[]>()
  if (several.size === 0) return places
  for (const [place, { deviceId }] of targets.entries())
    if (deviceId !== null && several.has(deviceId)) places.set(deviceId, [...(places.get(deviceId) ?? []), place])
  return places
}

function rankAt(rulingAt: Judgement['rulingAt'], place: number): number {
  return rulingAt(place)?.rank ?? Infinity
}

function move(devices: Map<Ruling, number>, ruling: Ruling, by: number): void {
  const count = (devices.get(ruling) ?? 0) + by
  if (count === 0) devices.delete(ruling)
  else devices.set(ruling, count)
}
