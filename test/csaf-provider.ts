import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as openpgp from 'openpgp'

/** A CSAF provider of tests: files by their path, served on this machine. */
export interface TestProvider {
  readonly url: string
  /** What a path gives: bytes, or a status with an address to go to. */
  readonly files: Map<string, string | Uint8Array | { readonly status: number; readonly to?: string }>
  readonly asked: string[]
}

interface Scope {
  readonly after: (work: () => void) => void
}

export async function serveProvider(t: Scope): Promise<TestProvider> {
  const files: TestProvider['files'] = new Map()
  const asked: string[] = []
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    asked.push(path)
    const file = files.get(path)
    if (file === undefined) response.writeHead(404).end()
    else if (typeof file === 'string' || file instanceof Uint8Array) response.writeHead(200).end(file)
    else response.writeHead(file.status, file.to === undefined ? {} : { location: file.to }).end()
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, files, asked }
}

export interface TestSigner {
  readonly privateKey: openpgp.PrivateKey
  readonly armored: string
  readonly fingerprint: string
}

export async function newSigner(name = 'PSIRT'): Promise<TestSigner> {
  const { privateKey, publicKey } = await openpgp.generateKey({ userIDs: [{ name }], format: 'object' })
  return { privateKey, armored: publicKey.armor(), fingerprint: publicKey.getFingerprint() }
}

export async function signatureOf(text: string, { privateKey }: TestSigner): Promise<string> {
  const message = await openpgp.createMessage({ binary: Buffer.from(text) })
  return openpgp.sign({ message, signingKeys: privateKey, detached: true })
}

export function sha512Of(text: string): string {
  return createHash('sha512').update(text).digest('hex')
}

/** A minimal CSAF document about one product. */
export function csafText(id: string, releasedAt: string): string {
  return JSON.stringify({
    document: {
      category: 'csaf_security_advisory',
      csaf_version: '2.0',
      title: `Flaw in the pump ${id}`,
      publisher: { category: 'vendor', name: 'Infusa', namespace: 'https://infusa.example' },
      distribution: { tlp: { label: 'WHITE' } },
      tracking: {
        id,
        status: 'final',
        version: '1',
        initial_release_date: releasedAt,
        current_release_date: releasedAt,
        revision_history: [{ date: releasedAt, number: '1', summary: 'first' }],
      },
    },
    product_tree: {
      branches: [
        {
          category: 'vendor',
          name: 'Infusa',
          branches: [
            {
              category: 'product_name',
              name: 'Pump 3',
              branches: [
                { category: 'product_version', name: '4.2', product: { product_id: 'P1', name: 'Infusa Pump 3 4.2' } },
              ],
            },
          ],
        },
      ],
    },
    vulnerabilities: [
      {
        cve: 'CVE-2031-0001',
        title: 'Overflow',
        notes: [{ category: 'summary', text: 'An overflow.' }],
        product_status: { known_affected: ['P1'] },
      },
    ],
  })
}

/** Puts a document with hash and signature on the provider. */
export async function publish({ files }: TestProvider, path: string, text: string, signer?: TestSigner): Promise<void> {
  files.set(path, text)
  files.set(`${path}.sha512`, `${sha512Of(text)}  ${path.split('/').at(-1)}\n`)
  if (signer !== undefined) files.set(`${path}.asc`, await signatureOf(text, signer))
}

/** Puts provider-metadata.json where the well-known address is. */
export function describeProvider(
  { url, files }: TestProvider,
  more: object,
  signers: readonly TestSigner[] = [],
): string {
  const path = '/.well-known/csaf/provider-metadata.json'
  for (const { fingerprint, armored } of signers) files.set(`/keys/${fingerprint}.asc`, armored)
  const metadata = {
    canonical_url: `${url}${path}`,
    metadata_version: '2.0',
    role: signers.length > 0 ? 'csaf_trusted_provider' : 'csaf_provider',
    last_updated: '2031-01-01T00:00:00Z',
    list_on_CSAF_aggregators: true,
    mirror_on_CSAF_aggregators: true,
    publisher: { category: 'vendor', name: 'Infusa', namespace: 'https://infusa.example' },
    public_openpgp_keys: signers.map(({ fingerprint }) => ({
      fingerprint: fingerprint.toUpperCase(),
      url: `${url}/keys/${fingerprint}.asc`,
    })),
    ...more,
  }
  files.set(path, JSON.stringify(metadata))
  return `${url}${path}`
}

/** A trusted provider of one directory, by what happens to it. */
export interface DirectoryProvider {
  readonly metadataUrl: string
  readonly fingerprint: string
  readonly asked: string[]
  /** Lists a document; one that is `forged` is mended by what is given back. */
  readonly publish: (name: string, releasedAt: string, how?: 'forged' | 'noDocument') => Promise<() => Promise<void>>
  /** Signs by another key from now on; gives its fingerprint. */
  readonly changeKey: () => Promise<string>
}

export async function csafProvider(t: Scope): Promise<DirectoryProvider> {
  const provider = await serveProvider(t)
  let signer = await newSigner()
  const { fingerprint } = signer
  const dates = new Map<string, string>()
  const describe = (): string =>
    describeProvider(provider, { distributions: [{ directory_url: `${provider.url}/white/` }] }, [signer])
  return {
    metadataUrl: describe(),
    fingerprint,
    asked: provider.asked,
    publish: async (name, releasedAt, how) => {
      dates.set(name, releasedAt)
      provider.files.set('/white/changes.csv', [...dates].map(([path, date]) => `"${path}","${date}"`).join('\n'))
      const text = how === 'noDocument' ? '{"document":{"title":1}}' : csafText(name.toUpperCase(), releasedAt)
      const whole = async (): Promise<void> => publish(provider, `/white/${name}`, text, signer)
      await whole()
      if (how === 'forged') provider.files.set(`/white/${name}.asc`, await signatureOf('something else', signer))
      return whole
    },
    changeKey: async () => {
      signer = await newSigner('New PSIRT')
      describe()
      return signer.fingerprint
    },
  }
}
