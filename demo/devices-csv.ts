import type { Device } from './devices.ts'

const headers = [
  'Site',
  'Service',
  'Local',
  'N° inventaire',
  'Famille',
  'Fabricant',
  'Modèle',
  'Version logicielle',
  'N° de série',
  'Adresse MAC',
  'Adresse IP',
  "Nom d'hôte",
  'État',
  'Date de mise en service',
  'Logiciel embarqué',
]

/** Lines that no import can take: cells missing, text after a closing quote, nothing that tells the device from others. */
export const badLines = [
  'Hôpital Sainte-Éloane;Urgences;012;BM-90001;Pompe à perfusion;Velmora Médical',
  'Hôpital Sainte-Éloane;Cardiologie;113;BM-90002;ECG;"Kestrane" (ancien);Rythmélis 12;1.9;K990002;;;;En service;04/05/2012;oui',
  'Hôpital des Trois-Fontaines;Pneumologie;;;Ventilateur de réanimation;Aubrac Biomed;Pneumel 8;8.0.2;;;;;En service;;oui',
] as const

/** So many devices stand on a second line too, as happens when lists are merged. */
export const repeatedDevices = 2

/** The list as a French spreadsheet saves it: `;`, windows-1252, day before month, with a few bad and repeated lines. */
export function toDevicesCsv(devices: readonly Device[]): Uint8Array {
  const lines = devices.map((device) => toLine(device))
  const middle = Math.floor(lines.length / 2)
  const repeated = lines.slice(10, 10 + repeatedDevices)
  const all = [headers.join(';'), ...lines.slice(0, middle), ...badLines, ...lines.slice(middle), ...repeated]
  return Buffer.from(`${all.join('\r\n')}\r\n`, 'latin1')
}

function toLine(device: Device): string {
  const [year = '', month = '', day = ''] = device.inServiceOn.split('-')
  return [
    device.site,
    device.ward,
    device.room,
    device.assetTag,
    device.family,
    device.maker,
    device.model ?? '',
    device.version ?? '',
    device.serial,
    device.mac ?? '',
    device.ip ?? '',
    device.hostName ?? '',
    device.status,
    `${day}/${month}/${year}`,
    device.hasSoftware ? 'oui' : 'non',
  ].join(';')
}
