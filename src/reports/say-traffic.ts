import type { Exposure, ExposureRule, TrafficEnd, TrafficLine, Zone } from '../model/index.ts'
import type { Language } from './exporter.ts'
import { trafficWords } from './words/traffic.ts'

/** `Philips MX700 DE123 (10.1.2.3)`, as far as it is known. */
export function sayEnd({ maker, model, serial, name, ip, mac }: TrafficEnd): string {
  const known = [maker, model, serial].filter((part) => part !== undefined)
  const what = known.length > 0 ? known.join(' ') : (name ?? '')
  const where = ip ?? mac ?? ''
  return what === '' ? where : `${what}${where === '' ? '' : ` (${where})`}`
}

export function sayZone(zone: Zone, language: Language): string {
  const { zones } = trafficWords[language]
  return zone.kind === 'internet' || zone.kind === 'unknown' ? zones[zone.kind] : zone.name
}

/** `tcp/104 dicom, clear text`. */
export function sayService({ transport, port, protocol, isClearText }: TrafficLine, language: Language): string {
  const words = trafficWords[language]
  const secrecy = isClearText === undefined ? [] : [isClearText ? words.clear : words.encrypted]
  return [`${transport}/${port}${protocol === undefined ? '' : ` ${protocol}`}`, ...secrecy].join(', ')
}

export function sayRule(rule: ExposureRule, language: Language): string {
  return trafficWords[language].rules[rule]
}

/** `Philips MX700 (10.1.2.3): goes to the internet — updates.example (203.0.113.7), tcp/443 tls, encrypted`. */
export function sayExposure({ rule, device, peer, line }: Exposure, language: Language): string {
  const colon = language === 'fr' ? ' : ' : ': '
  const { isClearText: _said, ...plain } = line
  const service = sayService(rule === 'clearText' ? plain : line, language)
  return `${sayEnd(device)}${colon}${sayRule(rule, language)} — ${sayEnd(peer)}, ${service}`
}
