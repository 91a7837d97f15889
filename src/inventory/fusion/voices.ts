import { lookup } from '../../model/index.ts'

/**
 * Which protocols are one voice: they read the same bytes, or a device answers in them from the same place of its software. Two voices that agree
 * are two sources. A log that others made of a protocol is the voice of that protocol at best, and of several where it mixes them: such logs, and every
 * protocol that is not listed here, are one voice where nobody else speaks, and none beside others, so that nothing is counted twice.
 */
const voices = lookup<string>({
  dicom: 'dicom',
  'dicom-file': 'dicom',
  'dicom-json': 'dicom',
  hl7: 'hl7',
  poct1a: 'poct1a',
  astm: 'astm',
  intellivue: 'intellivue',
  medibus: 'medibus',
  'ws-discovery': 'ws-discovery',
  lldp: 'lldp',
  cdp: 'lldp',
  snmp: 'snmp',
  'snmp-walk': 'snmp',
  ssdp: 'ssdp',
  mdns: 'mdns',
  bacnet: 'bacnet',
  'bacnet-ethernet': 'bacnet',
  modbus: 'modbus',
})

/** How many voices these protocols are. */
export function countVoices(protocols: Iterable<string>): number {
  const heard = [...protocols]
  const known = new Set(heard.flatMap((protocol) => voices[protocol] ?? []))
  return heard.length > 0 ? Math.max(1, known.size) : 0
}
