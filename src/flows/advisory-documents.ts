import { createHash } from 'node:crypto'
import { makersOf } from '../csaf/index.ts'
import { makerKey } from '../model/index.ts'
import type { AdvisoryDocument } from '../model/index.ts'
import type { DocumentToStore } from '../store/index.ts'

/** A document as it is stored: with the makers that its products may be of, and a digest over what it says but for its version and dates. */
export function toStored({ document }: { readonly document: AdvisoryDocument }): DocumentToStore {
  const { version: _version, initialReleaseAt: _first, currentReleaseAt: _current, ...said } = document
  return {
    document,
    fingerprint: createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 32),
    makerKeys: document.products.map(({ maker }) => makersOf(maker ?? '').map((named) => makerKey(named.maker))),
  }
}
