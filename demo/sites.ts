/** A ward, with the families of devices that stand in it; a family may be listed twice to stand there more often. */
export interface Ward {
  readonly site: string
  readonly name: string
  readonly code: string
  readonly families: readonly string[]
}

const bedside = ['Pompe à perfusion', 'Pousse-seringue', 'Moniteur patient', 'ECG', 'Appel malade', 'Défibrillateur']
const critical = [
  ...bedside,
  'Ventilateur de réanimation',
  'Analyseur de gaz du sang',
  'Centrale de surveillance',
  'Pousse-seringue',
]
const theatre = [
  "Station d'anesthésie",
  'Pousse-seringue',
  'Moniteur patient',
  "Colonne d'endoscopie",
  'Défibrillateur',
]
const clinic = ['ECG', 'Échographe', 'Pompe à insuline', 'Défibrillateur', 'Télémétrie']
const laboratory = ['Automate de laboratoire', 'Analyseur de gaz du sang']
const radiology = ['Imagerie lourde', 'Échographe', 'Pompe à perfusion']
const technical = ["Serveur d'images", 'Centrale de surveillance', 'Armoire à pharmacie', 'Stérilisateur', 'Télémétrie']

const north = 'Hôpital Sainte-Éloane'
const south = 'Hôpital des Trois-Fontaines'
const mother = 'Maternité du Val-Aubépine'
const rehabilitation = 'Centre de rééducation de la Brumière'

/** The 4 sites and 25 wards of the fictional hospital. */
export const wards: readonly Ward[] = [
  { site: north, name: 'Urgences', code: 'urg', families: critical },
  { site: north, name: 'Réanimation médicale', code: 'rea', families: critical },
  { site: north, name: 'Réanimation chirurgicale', code: 'rch', families: critical },
  { site: north, name: 'Soins intensifs de cardiologie', code: 'usic', families: [...critical, 'Télémétrie'] },
  { site: north, name: 'Bloc opératoire', code: 'bloc', families: theatre },
  { site: north, name: 'Cardiologie', code: 'card', families: [...bedside, ...clinic] },
  { site: north, name: 'Imagerie médicale', code: 'img', families: radiology },
  { site: north, name: 'Laboratoire de biologie', code: 'lab', families: laboratory },
  { site: north, name: 'Plateau technique', code: 'tech', families: technical },
  { site: north, name: 'Hémodialyse', code: 'hd', families: ['Générateur de dialyse', 'Moniteur patient'] },
  { site: north, name: 'Oncologie', code: 'onco', families: bedside },
  { site: south, name: 'Urgences', code: 'urg', families: critical },
  { site: south, name: 'Médecine polyvalente', code: 'med', families: bedside },
  { site: south, name: 'Chirurgie viscérale', code: 'chir', families: bedside },
  { site: south, name: 'Bloc opératoire', code: 'bloc', families: [...theatre, 'Stérilisateur'] },
  { site: south, name: 'Pneumologie', code: 'pneu', families: [...bedside, 'Ventilateur de réanimation'] },
  {
    site: south,
    name: 'Diabétologie',
    code: 'diab',
    families: ['Pompe à insuline', 'Pompe à insuline', 'Pousse-seringue', 'ECG'],
  },
  { site: south, name: 'Imagerie médicale', code: 'img', families: radiology },
  { site: south, name: 'Pharmacie à usage intérieur', code: 'pui', families: ['Armoire à pharmacie'] },
  { site: south, name: 'Auto-dialyse', code: 'hd', families: ['Générateur de dialyse'] },
  {
    site: mother,
    name: 'Salles de naissance',
    code: 'nais',
    families: [...bedside, 'Échographe', 'Armoire à pharmacie'],
  },
  { site: mother, name: 'Néonatologie', code: 'neo', families: critical },
  { site: mother, name: 'Consultations', code: 'cons', families: clinic },
  { site: rehabilitation, name: 'Médecine physique', code: 'mpr', families: bedside },
  {
    site: rehabilitation,
    name: 'Soins de suite',
    code: 'ssr',
    families: ['Pompe à perfusion', 'Appel malade', 'Pompe à insuline'],
  },
]
