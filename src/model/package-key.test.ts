import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseCpe } from './cpe.ts'
import { deviceKey } from './devices.ts'
import { keyOfEcosystem } from './ecosystems.ts'
import {
  isDistributionKey,
  keyOfCpe,
  keysOfPurl,
  nameKey,
  nameOfKey,
  namesOfPurl,
  packageKey,
  scopeOfKey,
} from './package-key.ts'
import type { PackageKey } from './package-key.ts'
import { formatPurl, parsePurl, toPurl } from './purl.ts'
import type { Purl } from './purl.ts'
import { sourcesOfPurl } from './source-packages.ts'

function purl(text: string): Purl {
  const parsed = parsePurl(text)
  assert.ok(parsed, text)
  return parsed
}

const sameSoftware: readonly (readonly [purl: string, key: string, ecosystem?: string, name?: string])[] = [
  [
    'pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1',
    'maven/org.apache.logging.log4j/log4j-core',
    'Maven',
    'org.apache.logging.log4j:log4j-core',
  ],
  ['pkg:npm/%40babel/core@7.0.0', 'npm/@babel/core', 'npm', '@babel/core'],
  ['pkg:pypi/ruamel.yaml@0.17', 'pypi/ruamel-yaml', 'PyPI', 'Ruamel_YAML'],
  ['pkg:nuget/Newtonsoft.Json@13.0.1', 'nuget/newtonsoft.json', 'NuGet', 'newtonsoft.json'],
  [
    'pkg:golang/github.com/sirupsen/logrus@v1.9.0',
    'golang/github.com/sirupsen/logrus',
    'Go',
    'github.com/Sirupsen/logrus',
  ],
  ['pkg:golang/stdlib@1.20', 'golang/stdlib', 'Go', 'stdlib'],
  ['pkg:cargo/rustc_serialize@0.3', 'cargo/rustc-serialize', 'crates.io', 'rustc-serialize'],
  ['pkg:gem/rails@7.0', 'gem/rails', 'RubyGems', 'rails'],
  ['pkg:composer/Laravel/Framework@9', 'composer/laravel/framework', 'Packagist', 'laravel/framework'],
  ['pkg:hex/phoenix@1.7', 'hex/phoenix', 'Hex', 'phoenix'],
  ['pkg:pub/http@1.0', 'pub/http', 'Pub', 'http'],
  [
    'pkg:swift/github.com/apple/swift-nio@2',
    'swift/github.com/apple/swift-nio',
    'SwiftURL',
    'https://github.com/apple/swift-nio.git',
  ],
  ['pkg:cran/readxl@1.4', 'cran/readxl', 'CRAN', 'readxl'],
  ['pkg:hackage/aeson@2', 'hackage/aeson', 'Hackage', 'aeson'],
  ['pkg:github/actions/checkout@v4', 'github/actions/checkout', 'GitHub Actions', 'actions/checkout'],
  ['pkg:bitnami/WordPress@6.2', 'bitnami/wordpress', 'Bitnami', 'wordpress'],
  ['pkg:conan/bincrafters/zlib@1.3', 'conan/zlib', 'ConanCenter', 'zlib'],
  ['pkg:generic/openssl@1.1.1', 'generic/openssl'],
  ['pkg:deb/debian/openssl@3.0.9-1?distro=debian-12', 'deb/debian:12/openssl', 'Debian:12', 'openssl'],
  [
    'pkg:deb/debian/libssl1.1@1.1.1n?distro=debian-11.6&upstream=openssl%401.1.1n',
    'deb/debian:11/openssl',
    'Debian:11',
    'openssl',
  ],
  ['pkg:deb/debian/openssl?distro=bookworm', 'deb/debian:12/openssl', 'Debian:12', 'openssl'],
  ['pkg:deb/debian/openssl?distro=debian-bookworm', 'deb/debian:12/openssl', 'Debian:12', 'openssl'],
  ['pkg:deb/openssl?distro=buster', 'deb/debian:10/openssl', 'Debian:10', 'openssl'],
  ['pkg:deb/debian/openssl?distro=debian-sid', 'deb/debian:sid/openssl'],
  ['pkg:deb/debian/libssl3:amd64@3.0', 'deb/debian/libssl3', 'Debian', 'libssl3'],
  ['pkg:deb/ubuntu/openssl?distro=ubuntu-22.04', 'deb/ubuntu:22.04/openssl', 'Ubuntu:22.04:LTS', 'openssl'],
  ['pkg:deb/ubuntu/openssl?distro=jammy', 'deb/ubuntu:22.04/openssl', 'Ubuntu:22.04:LTS', 'openssl'],
  [
    'pkg:apk/alpine/libcrypto3?distro=alpine-3.18.4&upstream=openssl',
    'apk/alpine:3.18/openssl',
    'Alpine:v3.18',
    'openssl',
  ],
  ['pkg:apk/alpine/busybox?distro=3.16.2', 'apk/alpine:3.16/busybox', 'Alpine:v3.16', 'busybox'],
  ['pkg:alpine/busybox@1?distro=alpine-3.16.2', 'apk/alpine:3.16/busybox', 'Alpine:v3.16', 'busybox'],
  ['pkg:apk/alpine/busybox?distro=alpine-edge', 'apk/alpine:edge/busybox', 'Alpine:edge', 'busybox'],
  ['pkg:apk/wolfi/busybox?distro=wolfi-20230201', 'apk/wolfi/busybox', 'Wolfi', 'busybox'],
  ['pkg:apk/chainguard/busybox', 'apk/chainguard/busybox', 'Chainguard', 'busybox'],
  [
    'pkg:rpm/redhat/openssl@1.1.1k-9.el8?distro=rhel-8.6',
    'rpm/rhel:8/openssl',
    'Red Hat:enterprise_linux:8::baseos',
    'openssl',
  ],
  ['pkg:rpm/rhel/openssl?distro=redhat-8.2', 'rpm/rhel:8/openssl', 'Red Hat:enterprise_linux:8::appstream', 'openssl'],
  ['pkg:rpm/rocky/openssl?distro=rocky-8.7', 'rpm/rocky:8/openssl', 'Rocky Linux:8', 'openssl'],
  ['pkg:rpm/almalinux/openssl?distro=almalinux-9.1', 'rpm/almalinux:9/openssl', 'AlmaLinux:9', 'openssl'],
  ['pkg:rpm/suse/openssl?distro=sles-15.4', 'rpm/sles:15.4/openssl', 'SUSE:Linux Enterprise Server 15 SP4', 'openssl'],
  [
    'pkg:rpm/suse/openssl?distro=sles-15-sp4',
    'rpm/sles:15.4/openssl',
    'SUSE:Linux Enterprise Module for Basesystem 15 SP4',
    'openssl',
  ],
  [
    'pkg:rpm/opensuse/openssl?distro=opensuse-leap-15.5',
    'rpm/opensuse-leap:15.5/openssl',
    'openSUSE:Leap 15.5',
    'openssl',
  ],
  [
    'pkg:rpm/opensuse/openssl?distro=opensuse-tumbleweed-20230101',
    'rpm/opensuse-tumbleweed/openssl',
    'openSUSE:Tumbleweed',
    'openssl',
  ],
  ['pkg:rpm/amzn/openssl?distro=amzn-2', 'rpm/amzn:2/openssl', 'Amazon Linux:2', 'openssl'],
  ['pkg:rpm/amazon/openssl?distro=amazon-2%20%28Karoo%29', 'rpm/amzn:2/openssl', 'Amazon Linux:2', 'openssl'],
  ['pkg:rpm/amzn/openssl?distro=amzn-2018.03', 'rpm/amzn:1/openssl'],
  ['pkg:rpm/fedora/curl?distro=fedora-36', 'rpm/fedora:36/curl', 'Fedora:36', 'curl'],
  ['pkg:rpm/centos/curl?distro=centos-7.6.1810', 'rpm/centos:7/curl'],
  ['pkg:rpm/oracle/curl?distro=ol-8.5', 'rpm/ol:8/curl', 'Oracle Linux:8', 'curl'],
  ['pkg:rpm/mageia/curl?distro=mageia-9', 'rpm/mageia:9/curl', 'Mageia:9', 'curl'],
  ['pkg:rpm/photon/curl?distro=photon-4', 'rpm/photon:4.0/curl', 'Photon OS:4.0', 'curl'],
  ['pkg:rpm/mariner/curl?distro=mariner-2.0', 'rpm/azurelinux:2/curl', 'Azure Linux:2', 'curl'],
  [
    'pkg:rpm/openeuler/curl?distro=openeuler-22.03-LTS-SP1',
    'rpm/openeuler:22.03-lts-sp1/curl',
    'openEuler:22.03-LTS-SP1',
    'curl',
  ],
  ['pkg:rpm/curl', 'rpm/unknown/curl'],
]

for (const [text, key, ecosystem, name] of sameSoftware) {
  test(`${text} is looked up as ${key}`, () => assert.deepEqual(keysOfPurl(purl(text)), [key]))
  if (ecosystem !== undefined && name !== undefined) {
    test(`${name} of OSV's ${ecosystem} is looked up as ${key}`, () =>
      assert.equal(keyOfEcosystem(ecosystem, name), key))
  }
}

const onlyInOsv: readonly (readonly [ecosystem: string, name: string, key: string])[] = [
  ['Ubuntu:Pro:18.04:LTS', 'openssl', 'deb/ubuntu:pro:18.04/openssl'],
  ['Ubuntu:Pro:FIPS-updates:18.04:LTS', 'openssl', 'deb/ubuntu:pro:fips-updates:18.04/openssl'],
  ['Red Hat:openshift:4.12::el8', 'podman', 'rpm/redhat:openshift:4.12:el8/podman'],
  ['Red Hat:rhel_eus:8.6::baseos', 'openssl', 'rpm/redhat:rhel_eus:8.6:baseos/openssl'],
  ['SUSE:Manager Server 4.3', 'salt', 'rpm/suse:manager-server-4-3/salt'],
  ['Linux', 'Kernel', 'osv:linux/Kernel'],
  ['OSS-Fuzz', 'libxml2', 'osv:oss-fuzz/libxml2'],
  ['Some New Thing:1.0', 'x/y', 'osv:some-new-thing:1-0/x%2fy'],
  ['GIT', 'https://github.com/Foo/bar.git', 'git/github.com/Foo/bar'],
]

for (const [ecosystem, name, key] of onlyInOsv) {
  test(`${name} of OSV's ${ecosystem} is looked up as ${key}`, () => assert.equal(keyOfEcosystem(ecosystem, name), key))
}

test('a key too long for an index keeps its place and gets a digest, the same for the same name only', () => {
  const long = 'x'.repeat(5000)
  const key = packageKey('deb', 'debian:12', long)
  assert.match(key, /^deb\/debian:12\/~[0-9a-f]{64}$/)
  assert.equal(key, packageKey('deb', 'debian:12', long))
  assert.notEqual(key, packageKey('deb', 'debian:12', `${long}y`))
  assert.ok(Buffer.byteLength(packageKey('名'.repeat(800), '名'.repeat(800), '名'.repeat(800), long)) < 2704)
  assert.ok(Buffer.byteLength(packageKey('name', '名'.repeat(795))) < 2704)
})

test('a package without a name has no key', () => assert.equal(keyOfEcosystem('npm', ' '), undefined))

test('a binary package of rpm is looked up by its source and by its own name', () => {
  const libs = purl('pkg:rpm/rhel/openssl-libs@1.1.1k-9.el8?distro=rhel-8.6&upstream=openssl-1.1.1k-9.el8.src.rpm')
  assert.deepEqual(keysOfPurl(libs), ['rpm/rhel:8/openssl', 'rpm/rhel:8/openssl-libs'])
})

test('a source package that the SBOM states stands beside the purl', () => {
  assert.deepEqual(keysOfPurl(purl('pkg:deb/debian/libssl3?distro=debian-12'), ['openssl']), ['deb/debian:12/openssl'])
})

const sources: readonly (readonly [text: string, source: object])[] = [
  ['openssl', { name: 'openssl' }],
  ['gcc-defaults@1.190', { name: 'gcc-defaults', version: '1.190' }],
  ['openssl (1.1.1n-0+deb11u3)', { name: 'openssl', version: '1.1.1n-0+deb11u3' }],
  ['popt-1.13-16.amzn2.0.2.src.rpm', { name: 'popt', version: '1.13-16.amzn2.0.2' }],
  ['automake-1.16', { name: 'automake-1.16' }],
]

for (const [text, source] of sources) {
  test(`the source package written ${text} is ${JSON.stringify(source)}`, () =>
    assert.deepEqual(sourcesOfPurl(purl('pkg:deb/debian/x'), [text]), [source]))
}

const cpeKeys: readonly (readonly [cpe: string, key: string | undefined])[] = [
  ['cpe:2.3:a:Apache:Log4j:2.14.1:*:*:*:*:*:*:*', 'cpe/a/apache/log4j'],
  ['cpe:/o:philips:intellivue_mx700_firmware', 'cpe/o/philips/intellivue_mx700_firmware'],
  ['cpe:2.3:a:vendor:a\\/b%:1', 'cpe/a/vendor/a%2fb%25'],
  ['cpe:2.3:h:-:wireless_ip_camera_360:-', 'cpe/h/-/wireless_ip_camera_360'],
  ['cpe:2.3:h:intel:-:-', undefined],
  ['cpe:2.3:h:intel:*:*:*:*:*:*:*:*:*', undefined],
  ['cpe:2.3:a:*:log4j:*:*:*:*:*:*:*:*', undefined],
  ['cpe:2.3:*:apache:log4j:*:*:*:*:*:*:*:*', undefined],
  ['cpe:2.3:a:apache:log*:*:*:*:*:*:*:*:*', undefined],
]

for (const [text, key] of cpeKeys) {
  test(`${text} is looked up as ${key ?? 'nothing: it would name half the world'}`, () => {
    const cpe = parseCpe(text)
    assert.ok(cpe)
    assert.equal(keyOfCpe(cpe), key)
  })
}

const scopes: readonly (readonly [key: string, scope: string | undefined, isDistribution: boolean, name: string])[] = [
  ['maven/org.apache.logging.log4j/log4j-core', 'maven', false, 'log4j-core'],
  ['npm/@scope/name', 'npm', false, 'name'],
  ['deb/debian:12/openssl', 'deb/debian:12', true, 'openssl'],
  ['apk/wolfi/busybox', 'apk/wolfi', true, 'busybox'],
  ['osv:linux/Kernel', 'osv:linux', false, 'kernel'],
  ['golang/github.com/foo/bar/v2', 'golang', false, 'bar'],
  ['cpe/o/philips/intellivue_mx700_firmware', undefined, false, 'intellivue-mx700'],
  ['cpe/a/vendor/a%2fb', undefined, false, 'a-b'],
  ['name/log4j', undefined, false, 'log4j'],
  ['device/philips/intellivue-mx700', undefined, false, 'intellivue-mx700'],
  ['generic/openssl', undefined, false, 'openssl'],
  ['github/openssl/openssl', undefined, false, 'openssl'],
]

for (const [text, scope, isDistribution, name] of scopes) {
  test(`${text} is named ${name} and ${scope ?? 'no feed'} speaks for it`, () => {
    const key = text as PackageKey
    assert.equal(scopeOfKey(key), scope)
    assert.equal(isDistributionKey(key), isDistribution)
    assert.equal(nameOfKey(key), name)
  })
}

test('names under which people know a package', () => {
  assert.deepEqual(namesOfPurl(purl('pkg:maven/org.apache.logging.log4j/log4j-core')), ['log4j-core', 'log4j'])
  assert.deepEqual(namesOfPurl(purl('pkg:golang/github.com/foo/bar/v2')), ['bar'])
  assert.deepEqual(namesOfPurl(purl('pkg:deb/debian/libssl3'), ['openssl']), ['openssl', 'libssl3'])
  assert.equal(nameKey('IntelliVue MX700'), nameKey('intellivue_mx700_firmware'))
  assert.equal(nameKey('---'), undefined)
})

test('a key stays the same when its purl is written again, and when case that does not count changes', () => {
  const folded = fc.constantFrom('pypi', 'nuget', 'cargo', 'composer', 'github', 'golang', 'hex', 'deb', 'apk')
  const word = fc.stringMatching(/^[a-z][a-z0-9._+-]{0,10}[a-z0-9]$/)
  fc.assert(
    fc.property(folded, word, word, (type, namespace, name) => {
      const lower = toPurl({ type, namespace, name })
      assert.ok(lower)
      const again = [formatPurl(lower), `pkg:${type}/${namespace}/${name.toUpperCase()}`].map(purl)
      for (const other of again) assert.deepEqual(keysOfPurl(other), keysOfPurl(lower))
    }),
  )
})

test('any text gives keys without a crash, and no key holds a control character', () => {
  const text = fc.string({ unit: 'binary' })
  const anyPurl = fc.record({
    type: fc.constantFrom('deb', 'rpm', 'npm', 'golang', 'x'),
    namespace: text,
    name: text,
    distro: text,
  })
  fc.assert(
    fc.property(anyPurl, text, ({ distro, ...parts }, ecosystem) => {
      const made = toPurl({ ...parts, qualifiers: [['distro', distro]] })
      const keys = [
        ...(made === undefined ? [] : keysOfPurl(made, [ecosystem])),
        keyOfEcosystem(ecosystem, parts.name),
        deviceKey(distro, ecosystem),
      ]
      for (const key of keys) {
        // oxlint-disable-next-line no-control-regex -- that is what must not be there
        assert.doesNotMatch(key ?? '', /[\u0000-\u001f\u007f]/)
        if (key !== undefined) assert.doesNotThrow(() => [nameOfKey(key), scopeOfKey(key)])
      }
    }),
  )
})
