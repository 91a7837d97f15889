import { Type } from 'typebox'
import type { Static } from 'typebox'
import { Compile } from 'typebox/compile'
import { FeedError } from '../feed-error.ts'
import { get, readJson } from './get.ts'
import { maxDistributions, maxKeys, maxMetadataBytes, maxSmallBytes } from './limits.ts'
import type { Reach } from './provider.ts'

/* What Auscult takes from provider-metadata.json. Source: CSAF 2.0 §7.1.7 and its provider_json_schema. */
const address = Type.String({ maxLength: 2000 })

const ProviderMetadata = Type.Object({
  canonical_url: address,
  metadata_version: Type.String({ pattern: '^2\\.[0-9]+$' }),
  role: Type.Union([
    Type.Literal('csaf_publisher'),
    Type.Literal('csaf_provider'),
    Type.Literal('csaf_trusted_provider'),
  ]),
  publisher: Type.Object({
    name: Type.String({ maxLength: 500 }),
    namespace: Type.String({ maxLength: 2000 }),
    category: Type.String({ maxLength: 100 }),
  }),
  public_openpgp_keys: Type.Optional(
    Type.Array(
      Type.Object({ url: address, fingerprint: Type.Optional(Type.String({ pattern: '^[0-9a-fA-F]{40,64}$' })) }),
      {
        maxItems: maxKeys,
      },
    ),
  ),
  distributions: Type.Optional(
    Type.Array(
      Type.Object({
        directory_url: Type.Optional(address),
        rolie: Type.Optional(
          Type.Object({
            feeds: Type.Array(Type.Object({ url: address, tlp_label: Type.Optional(Type.String({ maxLength: 50 })) }), {
              maxItems: maxDistributions,
            }),
          }),
        ),
      }),
      { maxItems: maxDistributions },
    ),
  ),
})
export type ProviderMetadata = Static<typeof ProviderMetadata>
const schema = Compile(ProviderMetadata)

export interface FoundMetadata {
  readonly url: string
  readonly metadata: ProviderMetadata
  /** What the provider should mend, or the reader should know. */
  readonly problems: readonly string[]
}

/** Reads provider-metadata.json. Throws `FeedError` with what its schema forbids. */
export function readMetadata(bytes: Uint8Array, place: string): ProviderMetadata {
  const value = readJson(bytes, place)
  if (schema.Check(value)) return value
  const [first] = schema.Errors(value)
  const because = `it is no provider-metadata.json of CSAF 2.0 or 2.1 (${first?.instancePath ?? ''} ${first?.message ?? ''})`
  throw new FeedError({ code: 'malformed', place, because, remedy: 'check the address, or tell the provider' })
}

/**
 * Finds a provider by its domain: the well-known address and security.txt, always both; its DNS name only if neither gave one (CSAF 2.0 §7.1.8–10).
 * An address of a provider-metadata.json is taken as it is.
 */
export async function findMetadata(provider: string, reach: Reach): Promise<FoundMetadata> {
  if (provider.includes('://')) return { ...(await metadataAt(provider, reach)), problems: [] }
  const base = /^[\w.-]+(?::\d+)?$/.test(provider) ? `https://${provider}` : undefined
  if (base === undefined)
    throw new FeedError({
      code: 'malformed',
      place: provider.slice(0, 100),
      because: 'it is neither a domain nor an address',
      remedy: 'write it as example.org, or give the address of its provider-metadata.json',
    })
  const tries = [`${base}/.well-known/csaf/provider-metadata.json`, ...(await namedInSecurityTxt(base, reach))]
  const found: Omit<FoundMetadata, 'problems'>[] = []
  const failures: string[] = []
  for (const url of new Set(tries)) await collect(url)
  if (found.length === 0) await collect(`https://csaf.data.security.${provider}`)
  const [first, ...others] = found
  if (first === undefined)
    throw new FeedError({
      code: 'network',
      place: provider,
      because: `no provider-metadata.json was found (${failures.join('; ')})`,
      remedy: 'ask the provider for its address',
    })
  const different = others.filter(({ metadata }) => metadata.canonical_url !== first.metadata.canonical_url)
  const problems = different.map(({ url }) => `security.txt names another provider as well: pull ${url} by its address`)
  return { ...first, problems }

  async function collect(url: string): Promise<void> {
    try {
      found.push(await metadataAt(url, reach))
    } catch (error) {
      reach.signal?.throwIfAborted()
      if (!(error instanceof FeedError)) throw error
      failures.push(error.message)
    }
  }
}

async function metadataAt(url: string, reach: Reach): Promise<Omit<FoundMetadata, 'problems'>> {
  const bytes = await get({ url, maxBytes: maxMetadataBytes }, reach)
  if (bytes === 'absent')
    throw new FeedError({
      code: 'network',
      place: url,
      because: 'there is nothing',
      remedy: 'give the address of the provider-metadata.json',
    })
  return { url, metadata: readMetadata(bytes, url) }
}

/** The `CSAF:` lines of security.txt (RFC 9116), in order. */
async function namedInSecurityTxt(base: string, reach: Reach): Promise<string[]> {
  for (const path of ['/.well-known/security.txt', '/security.txt']) {
    const bytes = await get({ url: `${base}${path}`, maxBytes: maxSmallBytes }, reach).catch((error: unknown) => {
      reach.signal?.throwIfAborted()
      if (error instanceof FeedError) return 'absent' as const
      throw error
    })
    if (bytes === 'absent') continue
    const lines = Buffer.from(bytes).toString('utf8').split(/\r?\n/)
    return lines.flatMap((line) => /^csaf:[ \t]*(\S+)[ \t]*$/i.exec(line)?.[1] ?? []).slice(0, 10)
  }
  return []
}
