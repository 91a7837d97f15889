import type { ProductNamed } from '../../model/index.ts'
import { fieldsAt, isFields, listAt, textAt } from '../fields.ts'
import type { Fields } from '../fields.ts'
import { toHash, toProduct } from '../identifiers.ts'

/** What the document itself describes and lists. */
export interface Parts {
  readonly documentId: string
  readonly root?: ProductNamed
  readonly rootRef?: string
  readonly byRef: ReadonlyMap<string, ProductNamed>
}

/** Beyond it parts are not looked up; the largest SBOMs have a tenth. */
const mostParts = 250_000

/** The parts of a document by their `bom-ref`. */
export function partsOf(document: Fields, documentId: string): Parts {
  const root = fieldsAt(document, 'metadata')['component']
  const byRef = new Map<string, ProductNamed>()
  const open = [
    ...listAt(document, 'components'),
    ...listAt(document, 'services'),
    ...(isFields(root) ? listAt(root, 'components') : []),
  ]
  for (let next = open.pop(); next !== undefined && byRef.size < mostParts; next = open.pop()) {
    if (!isFields(next)) continue
    open.push(...listAt(next, 'components'))
    const ref = textAt(next, 'bom-ref')
    if (ref !== undefined) byRef.set(ref, toPart(next, documentId, ref))
  }
  if (!isFields(root)) return { documentId, byRef }
  const rootRef = textAt(root, 'bom-ref')
  return {
    documentId,
    byRef,
    root: toPart(root, documentId, rootRef),
    ...(rootRef === undefined ? {} : { rootRef }),
  }
}

/** Who makes a part, or the whole document's subject. */
export function makerOf(part: Fields): string | undefined {
  for (const name of ['manufacturer', 'manufacture', 'supplier']) {
    const maker = textAt(fieldsAt(part, name), 'name')
    if (maker !== undefined) return maker
  }
  return textAt(part, 'publisher')
}

function toPart(part: Fields, documentId: string, ref: string | undefined): ProductNamed {
  const [name, version, group] = ['name', 'version', 'group'].map((field) => textAt(part, field))
  const maker = makerOf(part) ?? group
  const identifiers = ['purl', 'cpe'].flatMap((field) => textAt(part, field) ?? [])
  const hashes = listAt(part, 'hashes')
    .filter(isFields)
    .flatMap((each) => toHash(textAt(each, 'alg') ?? '', textAt(each, 'content') ?? '') ?? [])
  return toProduct([maker, name, version].filter((each) => each !== undefined).join(' '), identifiers, {
    ...(maker === undefined ? {} : { maker }),
    ...(name === undefined ? {} : { model: name }),
    ...(version === undefined ? {} : { version }),
    hashes,
    sbomIds: [documentId],
    ...(ref === undefined ? {} : { sbomRef: ref }),
  })
}
