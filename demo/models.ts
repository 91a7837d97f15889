import {
  bluetoothRadio,
  boardFirmware,
  dcmtk,
  freeRtos,
  libwebp,
  nicheStack,
  nucleus,
  opensslOnWindows,
  orthanc,
  ownLinux,
} from './embedded.ts'
import { picoTcp, qnxMedical, treck, treckUpdated, vxWorks, windows10, windows7 } from './embedded.ts'
import type { Ingredient } from './ingredient.ts'
import {
  log4jByCpe,
  log4jByName,
  log4jCore,
  log4jFirstGeneration,
  log4jInterface,
  log4jOfDebian,
  log4jWithoutVersion,
} from './log4j.ts'
import type { Claim, DemoFormat, ModelVersion, SbomPlan } from './model-version.ts'
import { modemByName, modemOfOtherCount, modemWithoutHardware, modemWithoutVersion } from './modem.ts'
import { otherModem, updatedModem, vulnerableModem } from './modem.ts'
import {
  alpineSystem,
  debianSystem,
  dotNetWorkstation,
  imageService,
  javaServer,
  ownModules,
  webConsole,
} from './software.ts'

const velmora = 'Velmora Médical'
const selenor = 'Sélénor'
const aubrac = 'Aubrac Biomed'
const norlund = 'Norlund Clinical'
const hexalune = 'Hexalune'
const orvessa = 'Orvessa Imaging'
const kestrane = 'Kestrane'
const tarvos = 'Tarvos Labs'
const brumeval = 'Brumeval'

const pump = 'Pompe à perfusion'
const syringe = 'Pousse-seringue'
const insulin = 'Pompe à insuline'
const monitor = 'Moniteur patient'
const central = 'Centrale de surveillance'
const ventilator = 'Ventilateur de réanimation'
const anaesthesia = "Station d'anesthésie"
const ultrasound = 'Échographe'
const imaging = 'Imagerie lourde'
const archive = "Serveur d'images"
const analyser = 'Automate de laboratoire'
const dialysis = 'Générateur de dialyse'

const pumpModules = ownModules('Bibliothèque de médicaments', "Gestion d'alarmes", 'Commande moteur')
const monitorModules = ownModules('Analyse du rythme', 'Affichage des courbes', 'Passerelle de service')
const consoleModules = ownModules('Protocoles', 'Reconstruction', 'Envoi DICOM', 'Liste de travail')
const pumpBoards = boardFirmware('Carte moteur', 'Carte capteurs')
const monitorBoards = boardFirmware('Carte SpO2', 'Carte ECG', 'Carte PNI')

/**
 * The 60 model versions of the fictional hospital. Makers and models are invented: no real maker is accused.
 * Components and their flaws are real.
 */
// oxfmt-ignore
export const modelVersions: readonly ModelVersion[] = [
  device(velmora, 'Perfuline 300', '4.2.1', pump, 220, json4('none', freeRtos('10.0.1'), treck, pumpBoards, pumpModules)),
  device(velmora, 'Perfuline 300', '4.3.0', pump, 110, json5('complete', freeRtos('10.4.3'), treckUpdated, pumpBoards, pumpModules)),
  device(velmora, 'Perfuline Duo', '2.1', pump, 62, spdx3(freeRtos('9.0.0'), nicheStack, pumpModules)),
  device(velmora, 'Perfuline Réseau', '1.7.3', pump, 34, spdx3(freeRtos('10.0.1'), pumpBoards, pumpModules), xml6('none', vulnerableModem('ehs6'))),
  device(velmora, 'Seringa 50', '1.8.2', syringe, 160, tagValue(freeRtos('9.0.0'), treck, pumpBoards, pumpModules)),
  device(velmora, 'Seringa 50', '2.0.0', syringe, 70, xml5('innerComplete', freeRtos('10.4.3'), pumpBoards, pumpModules)),
  device(velmora, 'Seringa TCI', '3.0.4', syringe, 36),
  device(selenor, 'Glykomo G2', '3.1', insulin, 42, json6('none', vulnerableModem('ehs8'), freeRtos('10.0.1'), bluetoothRadio)),
  device(selenor, 'Glykomo G2', '3.4', insulin, 26, json7('none', vulnerableModem('pls62'), freeRtos('10.4.3'), bluetoothRadio)),
  device(selenor, 'Glykomo G3', '1.0', insulin, 17, json7('complete', updatedModem('pls62'), freeRtos('10.4.3'))),
  device(selenor, 'Glykomo Mini', '1.2', insulin, 14, xml6('none', modemWithoutHardware('ehs8'), freeRtos('10.0.1'))),
  device(selenor, 'Glykomo Junior', '2.0', insulin, 9, spdx3(modemByName('els61'), freeRtos('10.0.1'))),
  device(norlund, 'Sentiel M7', '7.2.0', monitor, 120, json4('none', ownLinux('3.14.52', '1.0.1f'), monitorBoards, monitorModules)),
  device(norlund, 'Sentiel M7', '7.4.1', monitor, 80, json6('complete', ownLinux('4.19.94', '1.1.1k'), monitorBoards, monitorModules)),
  device(norlund, 'Sentiel M3', '3.3', monitor, 74, tagValue(vxWorks('6.8'), monitorBoards, monitorModules)),
  device(norlund, 'Sentiel Transport', '1.1', monitor, 31),
  device(norlund, 'Sentiel Télé', '2.5', 'Télémétrie', 40, json5('none', modemOfOtherCount('ehs5'), freeRtos('10.0.1'))),
  device(norlund, 'Sentiel Télé', '2.6', 'Télémétrie', 18, json6('none', otherModem, freeRtos('10.4.3'))),
  device(norlund, 'Sentiel Central', '5.0', central, 14, json5('none', windows7, log4jCore('2.11.1'), javaServer(110), dotNetWorkstation(40))),
  device(norlund, 'Sentiel Central', '6.1', central, 11, json6('none', windows10, log4jCore('2.17.1'), javaServer(150), opensslOnWindows), json7('none', log4jCore('2.17.1'), boardFirmware("Contrôleur d'alarme"))),
  device(aubrac, 'Pneumel 8', '8.0.2', ventilator, 58, xml4('none', qnxMedical, picoTcp, boardFirmware('Carte turbine'), ownModules('Ventilation'))),
  device(aubrac, 'Pneumel 8', '8.2.0', ventilator, 33, json6('complete', ownLinux('5.10.90', '1.1.1k'), ownModules('Ventilation'))),
  device(aubrac, 'Pneumel Transport', '2.4', ventilator, 22),
  device(aubrac, 'Pneumel Néo', '1.3', ventilator, 12, spdx2(webConsole(60), ownModules('Oxymétrie'))),
  device(aubrac, 'Narcélis 5', '5.1', anaesthesia, 24, xml4('none', windows7, dotNetWorkstation(70), log4jByName, consoleModules)),
  device(aubrac, 'Narcélis 5', '5.3', anaesthesia, 16, xml6('incomplete', windows10, dotNetWorkstation(85), consoleModules)),
  device(orvessa, 'Écholine X', '11.2', ultrasound, 22, json5('none', windows10, dotNetWorkstation(80), dcmtk, libwebp, consoleModules)),
  device(orvessa, 'Écholine X', '12.0', ultrasound, 13, spdx3(debianSystem(170), imageService(30), dcmtk, consoleModules)),
  device(orvessa, 'Écholine Poche', '2.2', ultrasound, 19, json6('none', webConsole(80), ownModules('Sonde'))),
  device(orvessa, 'Tomolune 64', '4.5', imaging, 4, json4('none', debianSystem(280), javaServer(70), log4jCore('2.14.1'), consoleModules)),
  device(orvessa, 'Tomolune 128', '5.0', imaging, 3, json6('complete', debianSystem(260), imageService(44), consoleModules), json5('complete', boardFirmware('Contrôleur de statif'), nucleus)),
  device(orvessa, 'Aimantel 1,5T', '9.1', imaging, 2, tagValue(debianSystem(300), log4jOfDebian, consoleModules)),
  device(orvessa, 'Aimantel 3T', '10.0', imaging, 1),
  device(orvessa, 'Rayonel DR', '6.4', imaging, 11, xml5('none', windows10, dotNetWorkstation(88), log4jByCpe, consoleModules)),
  device(orvessa, 'Rayonel Mobile', '3.2', imaging, 8),
  device(hexalune, 'Archilune PACS', '14.1', archive, 3, json4('none', debianSystem(190), log4jCore('2.14.1'), javaServer(165), orthanc), spdx2(webConsole(110))),
  device(hexalune, 'Archilune PACS', '15.0', archive, 2, json7('complete', debianSystem(210), log4jCore('2.17.1'), javaServer(168))),
  device(hexalune, 'Passerelle HL7', '2.8', archive, 6, spdx2(log4jCore('2.14.1'), javaServer(140))),
  device(hexalune, 'Passerelle HL7', '2.9', archive, 4, xml5('none', alpineSystem('3.15'), log4jCore('2.15.0'), javaServer(150))),
  device(hexalune, 'Passerelle HL7', '3.0', archive, 3, json6('none', alpineSystem('3.18'), log4jCore('2.17.1'), javaServer(130))),
  device(hexalune, 'Agendalune RIS', '21.3', archive, 2, spdx3(log4jWithoutVersion, javaServer(120), webConsole(70))),
  device(hexalune, 'Agendalune RIS', '22.0', archive, 2, json5('innerComplete', windows10, log4jFirstGeneration, javaServer(90))),
  device(tarvos, 'Chimel 400', '3.6', analyser, 7, json5('none', vxWorks('6.9'), boardFirmware('Bras pipeteur'), ownModules('Étalonnage'))),
  device(tarvos, 'Chimel 400', '3.9', analyser, 5, json6('complete', vxWorks('6.9.4.12'), boardFirmware('Bras pipeteur'), ownModules('Étalonnage'))),
  device(tarvos, 'Hémalis', '2.0', analyser, 6),
  device(tarvos, 'Gazélia', '5.5', 'Analyseur de gaz du sang', 21, tagValue(vxWorks('7'), ownModules('Cassette', 'Calibration'))),
  device(tarvos, 'Gazélia', '5.7', 'Analyseur de gaz du sang', 13, xml6('none', ownLinux('4.19.94', '1.0.2k'), modemWithoutVersion('ehs5'))),
  device(tarvos, 'Bactéria', '1.4', analyser, 4),
  device(kestrane, 'Rythmélis 12', '1.9', 'ECG', 50, json4('none', ownLinux('3.14.52', '1.0.2k'), ownModules('Interprétation'))),
  device(kestrane, 'Rythmélis 12', '2.2', 'ECG', 28, spdx3(ownLinux('4.19.94', '1.1.1k'), boardFirmware('Carte acquisition'))),
  offlineDevice(kestrane, 'Défibra Pro', '4.0', 'Défibrillateur', 70),
  offlineDevice(kestrane, 'Défibra Semi', '2.1', 'Défibrillateur', 54),
  device(brumeval, 'Dialune 6', '6.2', dialysis, 38, xml4('none', windows7, nucleus, boardFirmware('Carte hydraulique'), pumpModules)),
  device(brumeval, 'Dialune 6', '6.4', dialysis, 21, json5('complete', nucleus, boardFirmware('Carte hydraulique'))),
  device(brumeval, 'Endolune 4K', '3.1', "Colonne d'endoscopie", 12, json6('none', ownLinux('5.10.90', '1.1.1k'), libwebp, log4jInterface, javaServer(35))),
  device(brumeval, 'Endolune HD', '1.5', "Colonne d'endoscopie", 9),
  device(brumeval, 'Vapolune 800', '2.3', 'Stérilisateur', 8),
  device(brumeval, 'Officéa', '7.0', 'Armoire à pharmacie', 26, json4('none', windows10, dotNetWorkstation(75)), xml6('none', log4jCore('2.14.1'), javaServer(90))),
  device(brumeval, 'Officéa', '7.2', 'Armoire à pharmacie', 15),
  device(brumeval, 'Sonalune', '1.0.8', 'Appel malade', 90, xml5('none', freeRtos('9.0.0'), treck, ownModules('Chambre', 'Couloir'))),
]

function device(
  maker: string,
  model: string,
  version: string,
  family: string,
  devices: number,
  ...sboms: readonly SbomPlan[]
): ModelVersion {
  return { maker, model, version, family, devices, networked: true, sboms }
}

function offlineDevice(maker: string, model: string, version: string, family: string, devices: number): ModelVersion {
  return { maker, model, version, family, devices, networked: false, sboms: [] }
}

function json4(claim: Claim, ...ingredients: readonly Ingredient[]): SbomPlan {
  return plan('CycloneDX 1.4 JSON', claim, ingredients)
}

function json5(claim: Claim, ...ingredients: readonly Ingredient[]): SbomPlan {
  return plan('CycloneDX 1.5 JSON', claim, ingredients)
}

function json6(claim: Claim, ...ingredients: readonly Ingredient[]): SbomPlan {
  return plan('CycloneDX 1.6 JSON', claim, ingredients)
}

function json7(claim: Claim, ...ingredients: readonly Ingredient[]): SbomPlan {
  return plan('CycloneDX 1.7 JSON', claim, ingredients)
}

function xml4(claim: Claim, ...ingredients: readonly Ingredient[]): SbomPlan {
  return plan('CycloneDX 1.4 XML', claim, ingredients)
}

function xml5(claim: Claim, ...ingredients: readonly Ingredient[]): SbomPlan {
  return plan('CycloneDX 1.5 XML', claim, ingredients)
}

function xml6(claim: Claim, ...ingredients: readonly Ingredient[]): SbomPlan {
  return plan('CycloneDX 1.6 XML', claim, ingredients)
}

function spdx2(...ingredients: readonly Ingredient[]): SbomPlan {
  return plan('SPDX 2.2 JSON', 'none', ingredients)
}

function spdx3(...ingredients: readonly Ingredient[]): SbomPlan {
  return plan('SPDX 2.3 JSON', 'none', ingredients)
}

function tagValue(...ingredients: readonly Ingredient[]): SbomPlan {
  return plan('SPDX 2.3 tag-value', 'none', ingredients)
}

function plan(format: DemoFormat, claim: Claim, ingredients: readonly Ingredient[]): SbomPlan {
  return { format, claim, ingredients }
}
