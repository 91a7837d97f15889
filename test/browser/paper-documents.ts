interface Named {
  readonly maker: string
  readonly model: string
  readonly version: string
}

const date = '2026-10-05T08:00:00Z'

/** An advisory of the invented maker on the modem in one version of a model. */
export function advisoryOn({ maker, model, version }: Named): object {
  return {
    document: {
      category: 'csaf_security_advisory',
      csaf_version: '2.0',
      title: `Modem cellulaire de ${model}`,
      publisher: { category: 'vendor', name: maker, namespace: 'https://selenor.example' },
      tracking: {
        id: 'SEL-2026-004',
        version: '1',
        status: 'final',
        initial_release_date: date,
        current_release_date: date,
        revision_history: [{ number: '1', date, summary: 'Première version' }],
      },
    },
    product_tree: {
      branches: [
        {
          category: 'vendor',
          name: maker,
          branches: [
            {
              category: 'product_name',
              name: model,
              branches: [
                {
                  category: 'product_version',
                  name: version,
                  product: { product_id: 'P1', name: `${model} ${version}` },
                },
              ],
            },
          ],
        },
      ],
    },
    vulnerabilities: [
      {
        cve: 'CVE-2020-15858',
        product_status: { known_affected: ['P1'] },
        remediations: [
          { category: 'vendor_fix', details: 'Faites mettre le modem à jour par le fabricant.', product_ids: ['P1'] },
        ],
      },
    ],
  }
}

/** What a maker and a coordinator state of a flaw in one version, and do not agree on; and what is stated of a version that nobody has. */
export function openVexOn({ maker, model, version }: Named): Readonly<Record<string, object>> {
  const product = (of: string): string =>
    `pkg:generic/${encodeURIComponent(maker)}/${encodeURIComponent(model)}@${encodeURIComponent(of)}`
  const document = (id: string, author: string, role: string, statements: readonly object[]): object => ({
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': `https://${id}.example/vex/1`,
    author,
    role,
    timestamp: date,
    version: 1,
    statements,
  })
  const vulnerability = { name: 'CVE-2021-31571' }
  return {
    maker: document('selenor', maker, 'Vendor', [
      {
        vulnerability,
        products: [{ '@id': product(version) }],
        status: 'not_affected',
        justification: 'vulnerable_code_not_in_execute_path',
        impact_statement: 'Les files de messages ont une taille fixe.',
      },
      { vulnerability, products: [{ '@id': product('9.9') }], status: 'fixed' },
    ]),
    coordinator: document('cert', 'CERT Val-Aubépine', 'Coordinator', [
      {
        vulnerability,
        products: [{ '@id': product(version) }],
        status: 'affected',
        action_statement: 'Isolez le dispositif du réseau invité.',
      },
    ]),
  }
}

/** A flaw of which the CVE List says neither product nor version, and which CISA has weighed. */
export const flawNobodyCanMatch = {
  dataType: 'CVE_RECORD',
  dataVersion: '5.1',
  cveMetadata: { cveId: 'CVE-2031-4242', state: 'PUBLISHED', assignerShortName: 'example', datePublished: date },
  containers: {
    cna: {
      providerMetadata: { orgId: '00000000-0000-4000-9000-000000000000', shortName: 'example' },
      descriptions: [{ lang: 'en', value: 'A made-up flaw in the radio of some infusion pumps.' }],
      affected: [{ vendor: 'n/a', product: 'n/a', versions: [{ version: 'n/a', status: 'affected' }] }],
      references: [{ url: 'https://example.org/CVE-2031-4242' }],
    },
    adp: [
      {
        title: 'CISA ADP Vulnrichment',
        providerMetadata: { orgId: '134c704f-9b21-4f2e-91b3-4a467353bcc0', shortName: 'CISA-ADP' },
        metrics: [
          {
            other: {
              type: 'ssvc',
              content: {
                timestamp: date,
                id: 'CVE-2031-4242',
                role: 'CISA Coordinator',
                version: '2.0.3',
                options: [{ Exploitation: 'poc' }, { Automatable: 'yes' }, { 'Technical Impact': 'total' }],
              },
            },
          },
        ],
      },
    ],
  },
} as const
