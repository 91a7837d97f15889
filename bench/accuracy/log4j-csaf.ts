import { versionSpokenOf } from './log4j-rows.ts'
import type { Stated } from './log4j-rows.ts'

const statuses = { affected: 'known_affected', fixed: 'fixed', notAffected: 'known_not_affected' } as const

/** A CSAF 2.0 document that states what these rows say. */
export function toCsaf(id: string, rows: readonly Stated[]): object {
  const at = '2022-01-01T00:00:00Z'
  const ids = rows.map((_, place) => `P-${place}`)
  return {
    document: {
      category: 'csaf_security_advisory',
      csaf_version: '2.0',
      title: id,
      publisher: { category: 'vendor', name: 'Everybody', namespace: 'https://example.org' },
      tracking: {
        id,
        status: 'final',
        version: '1',
        initial_release_date: at,
        current_release_date: at,
        revision_history: [{ date: at, number: '1', summary: 'first' }],
      },
    },
    product_tree: { branches: rows.map((row, place) => vendorOf(row, `P-${place}`)) },
    vulnerabilities: [...Map.groupBy(ids.entries(), ([place]) => rows[place]?.vulnerability ?? '')].map(
      ([cve, named]) => vulnerabilityOf(cve, named, rows),
    ),
  }
}

function vendorOf({ vendor, product, versions }: Stated, productId: string): object {
  const name = `${product} ${versions}`.trim()
  const leaf = { name, product_id: productId }
  const isOne = versionSpokenOf(versions) === versions.trim()
  const version = { category: isOne ? 'product_version' : 'product_version_range', name: versions, product: leaf }
  const branch = { category: 'product_name', name: product }
  return {
    category: 'vendor',
    name: vendor,
    branches: [versions.trim() === '' ? { ...branch, product: leaf } : { ...branch, branches: [version] }],
  }
}

/** With what a document must say besides: why products are not affected, and what to do for those that are. */
function vulnerabilityOf(cve: string, named: readonly [number, string][], rows: readonly Stated[]): object {
  const status = statusesOf(named, rows)
  const { known_affected: affected, known_not_affected: notAffected } = status
  return {
    cve,
    product_status: status,
    ...(notAffected === undefined ? {} : { flags: [{ label: 'component_not_present', product_ids: notAffected }] }),
    ...(affected === undefined
      ? {}
      : { remediations: [{ category: 'mitigation', details: 'as the maker says', product_ids: affected }] }),
  }
}

function statusesOf(named: readonly [number, string][], rows: readonly Stated[]): Record<string, string[]> {
  const byStatus = Map.groupBy(named, ([place]) => statuses[rows[place]?.status ?? 'affected'])
  return Object.fromEntries([...byStatus].map(([status, each]) => [status, each.map(([, id]) => id)]))
}
