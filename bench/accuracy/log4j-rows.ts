import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { sharedSet } from '../../test/shared-data.ts'

/** What a row of the list says of some versions of a product. */
export interface Stated {
  readonly vendor: string
  readonly product: string
  /** `CVE-2021-44228`. */
  readonly vulnerability: string
  readonly status: 'affected' | 'fixed' | 'notAffected'
  /** As written: `All`, `< 2.0`, `3.3+`, empty for the product as a whole. */
  readonly versions: string
}

interface Investigated {
  readonly investigated?: boolean
  readonly affected_versions?: unknown
  readonly fixed_versions?: unknown
  readonly unaffected_versions?: unknown
}

interface Row {
  readonly vendor?: unknown
  readonly product?: unknown
  readonly cves?: Readonly<Record<string, Investigated>>
}

/** What the collected list of products states about Log4Shell and the flaws found after it. */
export async function readLog4jRows(): Promise<Stated[]> {
  const folder = join(await sharedSet('labels'), 'log4j-affected')
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const { software } = parse(readFileSync(join(folder, name), 'utf8')) as { software: readonly Row[] }
      return software.flatMap(statedIn)
    })
}

function statedIn({ vendor, product, cves = {} }: Row): Stated[] {
  return Object.entries(cves).flatMap(([id, said]) => {
    if (said.investigated !== true) return []
    const each = (status: Stated['status'], versions: unknown): Stated[] =>
      listed(versions).map((text) => ({
        vendor: String(vendor),
        product: String(product),
        vulnerability: id.toUpperCase(),
        status,
        versions: typeof text === 'string' || typeof text === 'number' ? String(text) : '',
      }))
    return [
      ...each('affected', said.affected_versions),
      ...each('fixed', said.fixed_versions),
      ...each('notAffected', said.unaffected_versions),
    ]
  })
}

/** Some rows hold one text where others have a list. */
function listed(versions: unknown): readonly unknown[] {
  if (versions === null || versions === undefined) return []
  return Array.isArray(versions) ? versions : [versions]
}

/** A version of which the text surely speaks; undefined where the text names none that a device could have. */
export function versionSpokenOf(versions: string): string | undefined {
  const text = versions.trim().replace(/^(?:only )?versions?\s+/i, '')
  const plain = /^v?(\d+(?:\.\d+)*)$/i.exec(text)?.[1]
  if (plain !== undefined) return plain
  const some = /^v?(\d+(?:\.\d+)*)\.[x*]$/i.exec(text)?.[1]
  if (some !== undefined) return `${some}.0`
  const from = /^(?:>=\s*)?v?(\d+(?:\.\d+)*)\s*(?:\+|(?:-|to|through)\s*v?\d[\d.]*)?$/i.exec(text)?.[1]
  if (from !== undefined) return from
  return /^(?:<=\s*v?(\d+(?:\.\d+)*)|v?(\d+(?:\.\d+)*) (?:and|or) (?:older|earlier|prior|below|lower))$/i
    .exec(text)
    ?.slice(1)
    .find((version) => version !== undefined)
}
