import { parentPort, workerData } from 'node:worker_threads'
import { prepareSbom } from './prepare-sbom.ts'
import type { PreparedSbom, SbomRefused, SbomToRead } from './prepare-sbom.ts'

/**
 * The thread in which one large SBOM is read. It hands what it read over piece by piece, each when it is asked for, so that whoever takes
 * them can do other things in between.
 */

/** What the thread sends: lists by pieces, then the rest. */
export type Piece =
  | {
      readonly is: 'lines'
      readonly components: PreparedSbom['sbom']['components']
      readonly identities: readonly string[]
    }
  | { readonly is: 'relations'; readonly relations: PreparedSbom['sbom']['relations'] }
  | { readonly is: 'rest'; readonly prepared: Omit<PreparedSbom, 'bytes'> | SbomRefused }

const PIECE = { components: 1_000, relations: 10_000 }

function* piecesOf(read: PreparedSbom | SbomRefused): Generator<Piece> {
  if ('is' in read) return yield { is: 'rest', prepared: read }
  const { bytes: _bytes, ...prepared } = read
  const { sbom, identities } = prepared
  const { components, relations } = sbom
  for (let from = 0; from < components.length; from += PIECE.components) {
    const to = from + PIECE.components
    yield { is: 'lines', components: components.slice(from, to), identities: identities.slice(from, to) }
  }
  for (let from = 0; from < relations.length; from += PIECE.relations)
    yield { is: 'relations', relations: relations.slice(from, from + PIECE.relations) }
  const rest = { ...prepared, identities: [], sbom: { ...sbom, components: [], relations: [] } }
  yield { is: 'rest', prepared: rest }
}

const pieces = piecesOf(prepareSbom(workerData as SbomToRead))
parentPort?.on('message', () => {
  const { value, done } = pieces.next()
  if (done === true) parentPort?.close()
  else parentPort?.postMessage(value)
})
