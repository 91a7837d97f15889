import type { CsafDocument, Product } from '../../csaf/index.ts'
import type { ProductNamed, Statement } from '../../model/index.ts'
import { toHash, toProduct } from '../identifiers.ts'

type Named = Pick<Statement, 'product' | 'component' | 'note'>

/**
 * The product that a status speaks of. A product of a relationship is a part in its host; software of one maker that is installed on its
 * hardware is the hardware in that software's version. One that nobody can be sure of is named, and recognised by nothing.
 */
export function namedIn({ products }: CsafDocument, product: Product): Named {
  if (product.unresolved !== undefined) return { product: toProduct(product.name, []), note: product.unresolved }
  const joined = (product.joined ?? []).flatMap(({ productId }) => products.get(productId) ?? [])
  const [part, host] = [joined[0], joined.at(-1)]
  if (part === undefined || host === undefined || part === host) return { product: toNamed(product) }
  const isOfOneMaker = part.maker !== undefined && part.maker === host.maker
  const isInstalled = product.joined?.some(({ category }) => category === 'installed_on') === true
  if (isInstalled && isOfOneMaker && host.version === undefined && part.version !== undefined) {
    const { name, version, versionRange } = { versionRange: undefined, version: undefined, ...toNamed(part) }
    const installed = { ...toNamed(host), name: product.name }
    return {
      product: {
        ...installed,
        ...(version === undefined ? {} : { version }),
        ...(versionRange === undefined ? {} : { versionRange }),
      },
      note: `${name} installed on ${host.name}`,
    }
  }
  const between = joined.slice(1, -1).map(({ name }) => name)
  return {
    product: toNamed(host),
    component: toNamed(part),
    ...(between.length === 0 ? {} : { note: `within ${between.join(', within ')}` }),
  }
}

function toNamed({ name, maker, product, family, version, identifiers }: Product): ProductNamed {
  const { cpe, purls, hashes, modelNumbers, serialNumbers, genericUris, sbomUrls } = identifiers
  const model = product ?? family
  return toProduct(name, [...(cpe === undefined ? [] : [cpe]), ...purls, ...genericUris.map(({ uri }) => uri)], {
    ...(maker === undefined ? {} : { maker }),
    ...(model === undefined ? {} : { model }),
    ...(version?.is === 'version' ? { version: version.text } : {}),
    ...(version?.is === 'range' ? { versionRange: version.text } : {}),
    hashes: hashes.flatMap(({ digests }) =>
      digests.flatMap(({ algorithm, digest }) => toHash(algorithm, digest) ?? []),
    ),
    modelNumbers,
    serials: serialNumbers,
    sbomIds: sbomUrls,
  })
}
