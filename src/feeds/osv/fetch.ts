/** Ecosystems that medical devices are built from. `urls` of a pull may name others: https://osv-vulnerabilities.storage.googleapis.com/ecosystems.txt */
const ecosystems = [
  'AlmaLinux',
  'Alpine',
  'Azure Linux',
  'Bitnami',
  'Chainguard',
  'ConanCenter',
  'crates.io',
  'Debian',
  'Go',
  'Hex',
  'Linux',
  'Maven',
  'npm',
  'NuGet',
  'openEuler',
  'openSUSE',
  'OSS-Fuzz',
  'Packagist',
  'Pub',
  'PyPI',
  'Red Hat',
  'Rocky Linux',
  'RubyGems',
  'SUSE',
  'SwiftURL',
  'Ubuntu',
  'Wolfi',
]

/** An archive for each ecosystem, all releases of a distribution together. */
export function urls(): readonly string[] {
  return ecosystems.map(
    (name) => `https://osv-vulnerabilities.storage.googleapis.com/${encodeURIComponent(name)}/all.zip`,
  )
}
