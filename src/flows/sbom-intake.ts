import type { OrganisationId } from '../model/index.ts'
import type { Store } from '../store/index.ts'
import { storePrepared } from './add-sbom.ts'
import { prepareToAdd } from './component-lists.ts'
import type { AddSbomOptions, SbomAdded } from './add-sbom.ts'
import type { PreparedSbom } from './prepare-sbom.ts'
import { openReadingRoom } from './read-apart.ts'
import type { ReadingLimits } from './read-apart.ts'

/** So many SBOMs, or components of them, are written in one transaction at most; more would hold its locks for long. */
const mostTogether = { sboms: 48, components: 20_000 }
/** So many that wait are written beside a group under way; fewer wait for its end, since each group costs as much as some SBOMs by itself. */
const LEAST_BESIDE = 8
const GROUPS_AT_ONCE = 2

interface Waiting {
  readonly organisationId: OrganisationId
  readonly prepared: PreparedSbom
  readonly resolve: (added: SbomAdded) => void
  readonly reject: (error: unknown) => void
}

/** Where SBOMs come in that may come many at a time. */
export interface SbomIntake {
  /** Like `addSbom`; the signal ends the reading alone. Resolves when the SBOM is stored for good. */
  readonly add: (options: AddSbomOptions) => Promise<SbomAdded>
}

/**
 * Stores SBOMs that come in at the same time together: while some are being written, others gather, and go in with one transaction and a few
 * statements. Two such groups are written at a time, so that the database works on one while the rows of the other are made. One SBOM that
 * cannot be stored fails alone. How many may wait is the caller's to limit.
 */
export function openIntake(store: Store, limits: Partial<ReadingLimits> = {}): SbomIntake {
  const prepare = openReadingRoom(limits)
  let waiting: Waiting[] = []
  let groups = 0

  async function write(): Promise<void> {
    while (groups === 0 ? waiting.length > 0 : groups < GROUPS_AT_ONCE && waiting.length >= LEAST_BESIDE) {
      const { batch, rest } = takeBatch(waiting)
      waiting = rest
      groups += 1
      await writeTogether(store, batch).finally(() => (groups -= 1))
    }
  }

  return {
    add: async (options) => {
      const prepared = await prepareToAdd(store, options, prepare)
      if ('is' in prepared) return prepared
      const { promise, resolve, reject } = Promise.withResolvers<SbomAdded>()
      waiting.push({ organisationId: options.organisationId, prepared, resolve, reject })
      void write()
      return promise
    },
  }
}

/** The first that waits, and others of the same organisation; the same content twice has to wait for the first of the two. */
function takeBatch(waiting: readonly Waiting[]): { batch: Waiting[]; rest: Waiting[] } {
  const [batch, rest]: [Waiting[], Waiting[]] = [[], []]
  const digests = new Set<string>()
  let components = 0
  for (const each of waiting) {
    const { organisationId, prepared } = each
    const isFirst = batch.length === 0
    const fits =
      organisationId === (batch[0]?.organisationId ?? organisationId) &&
      batch.length < mostTogether.sboms &&
      components + prepared.identities.length <= mostTogether.components &&
      !digests.has(prepared.sha256)
    if (!isFirst && !fits) {
      rest.push(each)
      continue
    }
    batch.push(each)
    digests.add(prepared.sha256)
    components += prepared.identities.length
  }
  return { batch, rest }
}

async function writeTogether(store: Store, batch: readonly Waiting[]): Promise<void> {
  const [first] = batch
  if (first === undefined) return
  try {
    const added = await storePrepared(
      store,
      first.organisationId,
      batch.map(({ prepared }) => prepared),
    )
    for (const [index, { resolve, reject }] of batch.entries()) {
      const one = added[index]
      if (one === undefined) reject(new Error('an SBOM was stored and has no result'))
      else resolve(one)
    }
  } catch (error) {
    if (batch.length === 1) first.reject(error)
    else for (const each of batch) await writeTogether(store, [each])
  }
}
