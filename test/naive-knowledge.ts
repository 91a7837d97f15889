import type { Doubt, FleetTarget, Layer, SbomFacts } from '../src/model/index.ts'
import type { Organisation, Store } from '../src/store/index.ts'

/** Rows as they are stored, read above all walls: what a second form of an answer is worked out from. */
export interface Known {
  readonly keys: readonly KeyRow[]
  readonly findings: readonly FindingRow[]
  readonly ranges: readonly RangeRow[]
  readonly packages: ReadonlyMap<number, PackageRow>
  readonly operands: readonly OperandRow[]
  readonly devices: readonly Device[]
  readonly statements: readonly StatedRow[]
  /** Of each component, as written. */
  readonly purls: ReadonlyMap<number, readonly string[]>
}

/** A statement of a made-up world: its product and its component are purls. */
export interface StatedRow {
  readonly flaws: readonly number[]
  readonly status: 'affected' | 'underInvestigation' | 'fixed' | 'notAffected'
  readonly justification: string | null
  readonly isReasoned: boolean
  readonly role: string
  readonly author: string
  readonly at: string
  readonly product: string
  readonly component: string | null
  /** `ofAnother`: valid, by the key of another house. */
  readonly signature: 'valid' | 'invalid' | 'unsigned' | 'unknownKey' | 'ofAnother'
  /** What became of its document: a later revision took its place, or one without its signature tried to. */
  readonly fate?: 'superseded' | 'contested'
}

export interface Device {
  readonly serial: string
  readonly told: FleetTarget['told']
  /** The model version seen as a component. */
  readonly itself: number | null
  readonly sboms: readonly Sbom[]
}

export interface Sbom extends SbomFacts {
  readonly sbomId: number
  /** The components of its deployed lines. */
  readonly components: readonly number[]
}

export interface KeyRow {
  readonly componentId: number
  readonly keyId: number
  readonly scheme: string
  readonly shape: string
  readonly versionKey: Buffer | null
  readonly attributes: readonly string[] | null
  readonly doubt: Doubt | null
}

export interface FindingRow {
  readonly vulnerabilityId: number
  readonly componentId: number
  readonly doubt: Doubt | null
  /** The configuration it depends on: `advisory condition`. */
  readonly condition: string | null
}

export interface RangeRow {
  readonly vulnerabilityId: number
  readonly keyId: number
}

export interface PackageRow {
  readonly key: string
  readonly nameKey: string
  readonly deviceKey: string | null
  readonly layer: Layer
  readonly packaged: boolean
  /** A feed speaks for its registry or release now. */
  readonly covered: boolean
}

export interface OperandRow {
  /** `advisory condition` */
  readonly condition: string
  readonly operator: 'AND' | 'OR'
  readonly negate: boolean
  readonly node: number
  readonly nodeOperator: 'AND' | 'OR'
  readonly nodeNegate: boolean
  readonly keyId: number
  readonly kind: string
  readonly scheme: string
  readonly shape: string
  readonly lo: Buffer
  readonly hi: Buffer
  readonly attributes: readonly string[] | null
  readonly vulnerable: boolean
}

/** All that an organisation may know at an instant, or (undefined) now. */
export async function readKnown(store: Store, { organisationId }: Organisation, at?: string): Promise<Known> {
  const client = await store.connectAboveWalls()
  const all = async <Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> =>
    (await client.query<Row>(text, [...values])).rows
  try {
    await client.query('set search_path = auscult, public')
    const then = at ?? 'infinity'
    const alive = at === undefined ? `valid_to = 'infinity'` : `valid_from <= '${at}' and valid_to > '${at}'`
    const packages = await all<PackageRow & { keyId: number }>(
      `select key_id as "keyId", key, name_key as "nameKey", device_key as "deviceKey", layer, packaged,
         (scope in (select scope from feed_scope)) is true as covered
       from package_key`,
    )
    const components = await all<{ componentId: number; purls: string[] }>(
      `select component_id as "componentId", purls from component`,
    )
    return {
      statements: await all(statementsWith(alive), [organisationId]),
      purls: new Map(components.map((each) => [each.componentId, each.purls])),
      keys: await all(
        `select component_id as "componentId", key_id as "keyId", scheme, shape, version_key as "versionKey", attributes, doubt from component_key`,
      ),
      findings: await all(
        `select finding.vulnerability_id as "vulnerabilityId", component_id as "componentId", doubt,
           case when conditional then advisory_id || ' ' || condition end as condition
         from (select * from finding where ${alive}) as finding join affected_range using (range_id)`,
      ),
      ranges: await all(
        `select vulnerability_id as "vulnerabilityId", key_id as "keyId" from affected_range where ${alive}`,
      ),
      packages: new Map(packages.map((each) => [each.keyId, each])),
      operands: await all(
        `select advisory_id || ' ' || condition as condition, operator, negate, node, node_operator as "nodeOperator", node_negate as "nodeNegate",
           key_id as "keyId", kind, scheme, shape, lo, hi, attributes, vulnerable
         from condition join condition_operand using (advisory_id, condition)`,
      ),
      devices: await all(devicesWith(alive), [organisationId, then]),
    }
  } finally {
    await client.end()
  }
}

const statementsWith = (alive: string): string => `
  select array(select vulnerability_id from statement_flaw flaw where flaw.statement_id = statement.statement_id) as flaws, status, justification,
    justification is not null or impact is not null as "isReasoned", role, author_key as author,
    coalesce(updated_at, stated_at, issued_at)::text as at, product->>'name' as product, component->>'name' as component, signature->>'is' as signature
  from statement join (select * from statement_document where ${alive}) as document using (document_id)
  where owner = $1
  union all
  select array[vulnerability_id], status, justification, true, 'hospital', author, triage.valid_from::text,
    'pkg:generic/Maker/' || replace(model.name, ' ', '%20') || '@' || version, null, 'unsigned'
  from (select * from triage where ${alive}) as triage join model_version using (model_version_id) join model using (model_id)
  where organisation_id = $1`

const devicesWith = (alive: string): string => `
  select serial, component_id as itself,
    case when known_id is null then 'noModel' when version is null then 'noVersion' else 'noSbom' end as told,
    coalesce((
      select json_agg(json_build_object('sbomId', sbom_id, 'complete', complete, 'describesOperatingSystem', describes_operating_system,
        'describesFirmware', describes_firmware, 'describesHardware', describes_hardware, 'statesSources', states_sources, 'hashedWith', hashed_with,
        'components', array(
          select coalesce(corrected_id, line.component_id)
          from sbom_component line
          left join (select * from corrected_component where organisation_id = $1 and ${alive}) as corrected using (component_id)
          where line.sbom_id = sbom.sbom_id and deployed and (corrected.component_id is null or corrected_id is not null)
        )))
      from (select * from sbom where ${alive}) as sbom
      where (owner = $1 or audience && array[$1::uuid, '00000000-0000-0000-0000-000000000000'::uuid]) and sbom_id in (
        select sbom_id from sbom_target where sbom_target.model_version_id = device.model_version_id and valid_from <= $2::timestamptz
        union
        select sbom_id from device_sbom
        where device_sbom.organisation_id = $1 and device_sbom.device_id = device.device_id and valid_from <= $2::timestamptz
      )
    ), '[]') as sboms
  from (select device.*, model_version.model_version_id as known_id, component_id, model_version.version from device left join model_version using (model_version_id)) as device
  where organisation_id = $1 and scope = 'inScope' and valid_from <= $2::timestamptz`
