import { createHash } from 'node:crypto'
import { foldWords, listFields, makerKey } from '../model/index.ts'
import type {
  AcceptedColumns,
  ListField,
  ListUnderstood,
  OrganisationId,
  Problem,
  Sbom,
  SbomId,
} from '../model/index.ts'
import { findAcceptedColumns, identitiesOfSbom, inOrganisation, retireSboms } from '../store/index.ts'
import type { ListKey, Store, Transaction } from '../store/index.ts'
import type { AddSbomOptions, Prepare } from './add-sbom.ts'
import type { PreparedSbom, SbomRefused, SbomTarget } from './prepare-sbom.ts'
import { withPdf } from './read-pdf.ts'

/** A component list that counts only once a person has looked at how it was understood. Nothing was stored. */
export interface SbomToConfirm {
  readonly is: 'needsConfirmation'
  readonly because: string
  readonly sha256: string
  /** Given back, it confirms this very reading of this very file, and no other. */
  readonly confirmation: string
  readonly list: ListUnderstood
  readonly format: Sbom['format']
  readonly components: number
  readonly problems: readonly Problem[]
}

/**
 * Reads an SBOM by what is remembered of its maker's lists. A component list whose columns had to be guessed, or that a PDF holds, is handed
 * back to be confirmed.
 */
export async function prepareToAdd(
  store: Store,
  given: AddSbomOptions,
  prepare: Prepare,
): Promise<PreparedSbom | SbomRefused | SbomToConfirm> {
  const options = await withPdf(given, { signal: given.signal })
  if ('is' in options) return options
  const first = await prepare(options)
  const isOther = !('is' in first) && first.sbom.list === undefined
  if (isOther) return first
  const isChosen = (options.hints?.choices ?? []).length > 0
  const accepted = isChosen ? [] : await acceptedFor(store, options)
  const prepared =
    accepted.length === 0 ? first : await prepare({ ...options, hints: { ...options.hints, choices: [], accepted } })
  if ('is' in prepared) return prepared
  const { list } = prepared.sbom
  if (list === undefined) return prepared
  const confirmation = confirmationOf(prepared)
  const isConfirmed = options.confirm === confirmation
  if (!isConfirmed && needsConfirmation(prepared, options)) return toConfirm(prepared, list, { options, confirmation })
  return isConfirmed || isChosen ? withAccepted(prepared, list, options.target) : prepared
}

function needsConfirmation({ sbom }: PreparedSbom, { confirm }: AddSbomOptions): boolean {
  return (sbom.list?.guesses ?? []).length > 0 || confirm !== undefined
}

function toConfirm(
  { sbom, sha256 }: PreparedSbom,
  list: ListUnderstood,
  { options, confirmation }: { options: AddSbomOptions; confirmation: string },
): SbomToConfirm {
  const what =
    options.confirm !== undefined
      ? 'what was confirmed is not what is read now: another file, other columns, or a newer version of Auscult'
      : sbom.format.encoding === 'pdf'
        ? 'the table was put together from where its words stand on the pages of a PDF'
        : 'some columns are guessed'
  return {
    is: 'needsConfirmation',
    because: `${what}; nothing counts yet. Compare the table with the file, then confirm it, or say which column is which`,
    sha256,
    confirmation,
    list,
    format: sbom.format,
    components: sbom.components.length,
    problems: sbom.problems,
  }
}

/** Of long lists the first so many are told; the totals beside them speak of all. */
const told = 500

/** A list to be confirmed, of bounded size. */
export interface ListReport extends Omit<SbomToConfirm, 'problems'> {
  readonly problems: readonly { readonly where: string; readonly what: string }[]
  readonly problemsTotal: number
}

/** What is sent of a list to be confirmed. */
export function toListReport({ problems, ...rest }: SbomToConfirm): ListReport {
  return {
    ...rest,
    problems: problems.slice(0, told).map(({ place, message }) => ({ where: place, what: message })),
    problemsTotal: problems.length,
  }
}

/** Names a reading: the bytes, the meaning of each column, and every component that comes of it. */
function confirmationOf({ sha256, sbom }: PreparedSbom): string {
  const fields = sbom.list?.columns.map(({ position, field }) => [position, field ?? null])
  const hash = createHash('sha256').update(JSON.stringify([sha256, fields]))
  for (const component of sbom.components) hash.update(JSON.stringify(component))
  return hash.digest('hex').slice(0, 16)
}

async function acceptedFor(store: Store, { organisationId, target }: AddSbomOptions): Promise<AcceptedColumns[]> {
  const key = makerKeyOf(target)
  if (key === undefined) return []
  return inOrganisation(store, organisationId, async (trx) => acceptedOfMaker(trx, organisationId, key))
}

/** What was accepted for component lists of this maker. */
export async function acceptedOfMaker(
  trx: Transaction,
  organisationId: OrganisationId,
  key: string,
): Promise<AcceptedColumns[]> {
  const accepted = await findAcceptedColumns(trx, organisationId, { kind: 'components', makerKey: key })
  return accepted.map(({ headers, fields }) => ({ headers, fields: fields.map(toListField) }))
}

const knownFields: ReadonlySet<string> = new Set(listFields)

function toListField(written: string | null): ListField | null {
  return written !== null && knownFields.has(written) ? (written as ListField) : null
}

/** Lists of single devices have no maker to be told by, and share one key. Undefined when nothing says what the list describes. */
function makerKeyOf(target: SbomTarget): string | undefined {
  if ('deviceId' in target) return ''
  return target.maker === undefined ? undefined : makerKey(target.maker)
}

/** What is to be remembered of a list that a person accepted; without headers nothing would tell it again. */
function withAccepted(
  prepared: PreparedSbom,
  { headerPlace, columns }: ListUnderstood,
  target: SbomTarget,
): PreparedSbom {
  const key = makerKeyOf(target)
  if (key === undefined || headerPlace === undefined) return prepared
  const headers = columns.map(({ header }) => header)
  const fields = columns.map(({ field }) => field ?? null)
  return { ...prepared, accepted: { ...keyOf(key, headers), headers, fields } }
}

function keyOf(maker: string, headers: readonly string[]): ListKey {
  const folded = headers.map(foldWords).join('\n')
  return { kind: 'components', makerKey: maker, headersSha256: createHash('sha256').update(folded).digest() }
}

/**
 * Closes SBOMs of the very same file that is now read otherwise, since a person said what its columns are: the same content again changes
 * nothing, the same file understood anew does. Returns them by the digest of their file.
 */
export async function closeReread(
  trx: Transaction,
  prepared: readonly PreparedSbom[],
  known: ReadonlyMap<string, SbomId>,
): Promise<Map<string, SbomId>> {
  const reread = new Map<string, SbomId>()
  for (const { sbom, sha256, identities } of prepared) {
    const sbomId = sbom.list === undefined ? undefined : known.get(sha256)
    if (sbomId === undefined) continue
    const before = await identitiesOfSbom(trx, sbomId)
    const isSame = before.length === identities.length && before.every((hex, index) => hex === identities[index])
    if (!isSame) reread.set(sha256, sbomId)
  }
  if (reread.size > 0) await retireSboms(trx, [...reread.values()])
  return reread
}
