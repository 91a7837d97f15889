import { isWholeDigest } from '../../model/index.ts'
import type { ProductNamed } from '../../model/index.ts'
import { nameOfProduct } from '../writer.ts'
import type { StatementsToWrite } from '../writer.ts'

const hostId = 'PRODUCT'

/** The id of the product, or of one of its parts within it. */
export function productId(given: StatementsToWrite, part: ProductNamed | undefined): string {
  if (part === undefined) return hostId
  return `${idOfPart(given, part)}-IN-${hostId}`
}

function idOfPart({ statements }: StatementsToWrite, part: ProductNamed): string {
  const parts = [...new Set(statements.flatMap(({ component }) => (component === undefined ? [] : [keyOf(component)])))]
  return `PART-${parts.indexOf(keyOf(part)) + 1}`
}

function keyOf({ name, version, purls, cpes, hashes }: ProductNamed): string {
  return JSON.stringify([name, version, purls, cpes, hashes])
}

/** The model version as a branch, its parts as products of their own, and each part in it. */
export function productTreeOf(given: StatementsToWrite): object {
  const { maker, model, version } = given.product
  const parts = [
    ...new Map(
      given.statements.flatMap(({ component }) =>
        component === undefined ? [] : [[keyOf(component), component] as const],
      ),
    ).values(),
  ]
  const product = { product_id: hostId, name: nameOfProduct(given) }
  const ofVersion = { category: 'product_version', name: version, product }
  const ofModel = { category: 'product_name', name: model, branches: [ofVersion] }
  const branches = [
    { category: 'vendor', name: maker, branches: [ofModel] },
    ...parts.map((part) => branchOf(given, part)),
  ]
  const relationships = parts.map((part) => ({
    category: 'default_component_of',
    product_reference: idOfPart(given, part),
    relates_to_product_reference: hostId,
    full_product_name: { product_id: productId(given, part), name: `${part.name} in ${nameOfProduct(given)}` },
  }))
  return { branches, ...(relationships.length === 0 ? {} : { relationships }) }
}

/** A part by its own maker, name and version, as far as these are known. */
function branchOf(given: StatementsToWrite, part: ProductNamed): object {
  const { maker, model, version } = part
  const product = { product_id: idOfPart(given, part), name: part.name, ...helperOf(part) }
  const ofName = { category: 'product_name', name: model ?? part.name }
  const named =
    version === undefined
      ? { ...ofName, product }
      : { ...ofName, branches: [{ category: 'product_version', name: version, product }] }
  return maker === undefined ? named : { category: 'vendor', name: maker, branches: [named] }
}

function helperOf({ purls, cpes, hashes }: ProductNamed): object {
  const [purl, cpe] = [purls[0], cpes[0]]
  const file_hashes = hashes.filter(isWholeDigest).map(({ algorithm, hex }) => ({ algorithm, value: hex }))
  const helper = {
    ...(cpe === undefined ? {} : { cpe }),
    ...(purl === undefined ? {} : { purl }),
    ...(file_hashes.length === 0 ? {} : { hashes: [{ filename: 'unknown', file_hashes }] }),
  }
  return Object.keys(helper).length === 0 ? {} : { product_identification_helper: helper }
}
