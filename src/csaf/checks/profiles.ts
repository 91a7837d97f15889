import { own } from '../fields.ts'
import type { Entry } from '../fields.ts'
import { documentOf, eachOf, textIn, textsIn, under } from './check.ts'
import type { Check, Fault } from './check.ts'

const profilesOf20 = [
  'csaf_base',
  'csaf_informational_advisory',
  'csaf_security_advisory',
  'csaf_security_incident_response',
  'csaf_vex',
]
const profilesOf21 = [...profilesOf20, 'csaf_deprecated_security_advisory', 'csaf_superseded', 'csaf_withdrawn']

function profileOf(root: Entry): string {
  return textIn(documentOf(root).fields, 'category') ?? ''
}

/** 6.1.26: a category of one's own is not mistaken for a profile. */
export const categoryName: Check = {
  clause: '6.1.26',
  run: (root) => {
    const category = profileOf(root)
    const profiles = textIn(documentOf(root).fields, 'csaf_version') === '2.0' ? profilesOf20 : profilesOf21
    if (profiles.includes(category)) return []
    const bare = (text: string): string => text.toLowerCase().replaceAll(/[\p{Pd}\p{Pc}\p{Z}\s\u0332\u2212]/gu, '')
    const values = profiles.filter((profile) => profile !== 'csaf_base').map(bare)
    const isTaken = values.some((value) => bare(category) === value || `csaf${bare(category)}` === value)
    if (!isTaken && !/^csaf_/i.test(category)) return []
    const message = `"${category.slice(0, 60)}" is neither a profile nor clearly something else`
    return [{ place: '/document/category', message }]
  },
}

/** What a profile demands of the document, or of each vulnerability. */
function demand(clause: string, { of, each = false, key, isThere = true }: Demand): Check {
  return {
    clause,
    run: (root) => {
      if (!of.includes(profileOf(root))) return []
      return (each ? eachOf(root, 'vulnerabilities') : [root])
        .filter(({ fields }) => (own(fields, key) !== undefined) !== isThere)
        .map(({ place }) => ({
          place: isThere ? place : `${place}/${key}`,
          message: `a document of the profile ${profileOf(root)} ${isThere ? 'needs' : 'must not have'} "${key}"`,
        }))
    },
  }
}

interface Demand {
  readonly of: readonly string[]
  readonly each?: boolean
  readonly key: string
  readonly isThere?: boolean
}

const deprecated = ['csaf_deprecated_security_advisory']

/** What the profiles that 2.1 added demand as the older ones do. */
export const newProfileDemands: readonly Check[] = [
  demand('6.1.27.3', { of: ['csaf_withdrawn', 'csaf_superseded'], key: 'vulnerabilities', isThere: false }),
  demand('6.1.27.4', { of: deprecated, key: 'product_tree' }),
  demand('6.1.27.5', { of: deprecated, key: 'notes', each: true }),
  demand('6.1.27.6', { of: deprecated, key: 'product_status', each: true }),
  demand('6.1.27.11', { of: deprecated, key: 'vulnerabilities' }),
]

/** 6.1.27.8: each product of a VEX has an id of the flaw that is meant for it. */
export const idForEveryProduct: Check = {
  clause: '6.1.27.8',
  run: (root) => {
    if (profileOf(root) !== 'csaf_vex') return []
    return eachOf(root, 'vulnerabilities').flatMap((vulnerability): readonly Fault[] => {
      const ids = eachOf(vulnerability, 'ids')
      if (textIn(vulnerability.fields, 'cve') !== undefined || ids.length === 0) return []
      if (ids.some(({ fields }) => own(fields, 'product_ids') === undefined && own(fields, 'group_ids') === undefined))
        return []
      const covered = new Set(ids.flatMap((id) => productsOf(root, id)))
      const status = under(vulnerability, 'product_status')
      const named = Object.keys(status?.fields ?? {}).flatMap((key) => textsIn(status?.fields ?? {}, key))
      const bare = named.find((id) => !covered.has(id))
      if (bare === undefined) return []
      return [{ place: `${vulnerability.place}/ids`, message: `no CVE and no id is meant for the product "${bare}"` }]
    })
  },
}

/** The products that an entry names, directly or by a group. */
function productsOf(root: Entry, { fields }: Entry): readonly string[] {
  const groups = new Set(textsIn(fields, 'group_ids'))
  const tree = under(root, 'product_tree')
  const grouped = (tree === undefined ? [] : eachOf(tree, 'product_groups'))
    .filter((group) => groups.has(textIn(group.fields, 'group_id') ?? ''))
    .flatMap((group) => textsIn(group.fields, 'product_ids'))
  return [...textsIn(fields, 'product_ids'), ...grouped]
}
