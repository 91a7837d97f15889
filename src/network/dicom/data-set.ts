import { Inflate } from 'fflate'
import { EquipmentReader } from './equipment.ts'
import type { EquipmentFound } from './equipment.ts'

/** All that is read stands in the first kilobytes; a bomb is not unpacked any further. */
const maxInflatedBytes = 4 * 1024 * 1024
/** So many compressed bytes are unpacked at once: at most half a megabyte comes of them. */
const inflatedAtOnce = 512

/** A data set whose bytes come piece by piece, deflated as a whole or not (PS3.5 A.5). */
export interface DataSet {
  /** `damaged`: what is deflated is none of it. */
  readonly take: (bytes: Uint8Array) => 'more' | 'enough' | 'damaged'
  readonly found: () => EquipmentFound
}

export function plainDataSet(): DataSet {
  const reader = new EquipmentReader()
  return { take: (bytes) => reader.take(bytes), found: () => reader.found() }
}

export function deflatedDataSet(): DataSet {
  const reader = new EquipmentReader()
  const state = { wish: 'more' as 'more' | 'enough' | 'damaged', inflatedBytes: 0 }
  const inflate = new Inflate((chunk) => {
    state.inflatedBytes += chunk.length
    if (state.wish === 'more') state.wish = state.inflatedBytes > maxInflatedBytes ? 'enough' : reader.take(chunk)
  })
  return {
    take(bytes) {
      try {
        for (let at = 0; at < bytes.length && state.wish === 'more'; at += inflatedAtOnce)
          // A copy: the inflater keeps what it could not use yet.
          inflate.push(Uint8Array.from(bytes.subarray(at, at + inflatedAtOnce)))
      } catch {
        state.wish = 'damaged'
      }
      return state.wish
    },
    found: () => reader.found(),
  }
}
