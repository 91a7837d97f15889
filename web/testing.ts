import type { Answer, AnsweredDevice, SoftwareLine, WardCounts } from '../src/server/contract.ts'

/** A device of an answer, for tests; each says only what it is about. */
export function aDevice(part: Partial<AnsweredDevice> = {}): AnsweredDevice {
  return {
    deviceId: '11111111-1111-4111-8111-111111111111',
    modelVersionId: 1,
    scope: 'inScope',
    macs: [],
    ips: [],
    verdict: 'affected',
    why: [],
    whyTotal: 0,
    ...part,
  }
}

export function aWard(site: string | undefined, ward: string | undefined, affected: number, unknown = 0): WardCounts {
  return {
    ...(site !== undefined && { site }),
    ...(ward !== undefined && { ward }),
    counts: { affected, unknown, notListed: 0, notAffected: 0 },
  }
}

export function aLine(ordinal: number, name: string, part: Partial<SoftwareLine> = {}): SoftwareLine {
  return {
    sbomId: 1,
    ordinal,
    component: { name, version: '1.0' },
    type: 'library',
    deployed: true,
    licences: [],
    affected: 0,
    unknown: 0,
    ...part,
  }
}

const verdictNames: Answer['says']['verdicts'] = {
  affected: 'Affected',
  unknown: 'Cannot tell',
  notListed: 'Not listed',
  notAffected: 'Not affected',
}

export const someSays: Answer['says'] = {
  sentence: 'Of 10 devices in scope, 1 is affected.',
  safety: 'Do not unplug.',
  outOfScope: 'Out of scope: 0 scrapped.',
  verdicts: verdictNames,
}
