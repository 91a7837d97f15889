import { answerWalks } from './answer.ts'
import { correctionsWalks } from './corrections.ts'
import { knownWalks } from './known.ts'
import { listsWalks } from './lists.ts'
import { namesWalks } from './names.ts'
import { networkWalks } from './network.ts'
import { observedWalks } from './observed.ts'
import { organisationsWalks } from './organisations.ts'
import { play } from './play.ts'
import { saidWalks } from './said.ts'
import { searchWalks } from './search.ts'
import { statesWalks } from './states.ts'
import { supportWalks } from './support.ts'
import { thingsWalks } from './things.ts'

play(
  'the pages',
  [
    searchWalks,
    answerWalks,
    thingsWalks,
    saidWalks,
    correctionsWalks,
    listsWalks,
    supportWalks,
    knownWalks,
    networkWalks,
    observedWalks,
    statesWalks,
    organisationsWalks,
    namesWalks,
  ].flat(),
)
