import { visible } from '../model/index.ts'
import type { SignatureDoubt, SignatureFault, SignatureShown } from '../model/index.ts'
import type { Language } from './exporter.ts'
import { wordsOf } from './words/of.ts'

interface SignatureWords {
  readonly unsigned: string
  readonly notJudged: string
  readonly invalid: string
  readonly unknownKey: string
  readonly because: Readonly<Record<SignatureFault | SignatureDoubt, string>>
  readonly valid: (maker: string, by: string) => string
  readonly signer: (name: string) => string
}

const words: Readonly<Record<Language, SignatureWords>> = {
  en: {
    unsigned: 'not signed',
    notJudged: 'signature not judged yet; nothing is trusted until then',
    invalid: 'SIGNATURE INVALID, do not trust it as the maker’s',
    unknownKey: 'signed, nobody can tell by whom',
    valid: (maker, by) => `signed by ${maker}${by}`,
    signer: (name) => `, as ${name}`,
    because: {
      otherBytes: 'it was made over other bytes: the file was changed, or the signature forged',
      malformed: 'the signature is truncated or damaged',
      keyExpired: 'the key had expired, or was trusted only until before',
      keyRevoked: 'the key was revoked',
      keyNotYetValid: 'it is older than the key, or than the trust in it',
      keyMayNotSign: 'the key is not meant for signing',
      signatureExpired: 'the signature has run out',
      signedInFuture: 'it bears a date in the future',
      algorithmNone: 'it states the algorithm "none", so it is no signature',
      algorithmSymmetric: 'it was made with a shared secret, so everybody who can check it could have made it',
      algorithmNotOfKey: 'its algorithm does not belong to its key',
      weakDigest: 'its digest (MD5, SHA-1) can be forged',
      weakKey: 'its key is too short and can be forged',
      duplicateMembers: 'the document says something twice, so nobody can tell what was signed',
      leavesOutContent: 'it leaves out a part of the document, which may have been changed',
      certificateNotValid: 'its certificate is not of the trusted authority, or was not valid then',
      notInLog: 'the transparency log does not confirm it',
      keyNotTrusted: 'the key is not among those that you trust; ask the maker for it by another way, then "key add"',
      keyNotGiven: 'it does not say which key; ask the maker for it, then "key add"',
      identityNotTrusted: 'the signer is not one that you trust',
      noTrustedRoot: 'no Sigstore root is trusted; ask the maker which, then "key add"',
      algorithmNotSupported: 'Auscult does not know how to check it',
    },
  },
  fr: {
    unsigned: 'non signée',
    notJudged: 'signature pas encore vérifiée ; rien n’est cru d’ici là',
    invalid: 'SIGNATURE INVALIDE, ne la tenez pas pour celle du fabricant',
    unknownKey: 'signée, sans qu’on puisse dire par qui',
    valid: (maker, by) => `signée par ${maker}${by}`,
    signer: (name) => `, sous le nom ${name}`,
    because: {
      otherBytes: 'elle porte sur d’autres octets : le fichier a été modifié, ou la signature falsifiée',
      malformed: 'la signature est tronquée ou abîmée',
      keyExpired: 'la clé avait expiré, ou n’était plus de confiance',
      keyRevoked: 'la clé a été révoquée',
      keyNotYetValid: 'elle est antérieure à la clé, ou à la confiance qui lui est faite',
      keyMayNotSign: 'la clé n’est pas faite pour signer',
      signatureExpired: 'la signature est périmée',
      signedInFuture: 'elle porte une date future',
      algorithmNone: 'elle annonce l’algorithme « none » : ce n’est pas une signature',
      algorithmSymmetric: 'elle est faite avec un secret partagé : quiconque peut la vérifier a pu la faire',
      algorithmNotOfKey: 'son algorithme n’est pas celui de sa clé',
      weakDigest: 'son empreinte (MD5, SHA-1) est falsifiable',
      weakKey: 'sa clé est trop courte, donc falsifiable',
      duplicateMembers: 'le document dit deux fois la même chose : on ne sait pas ce qui est signé',
      leavesOutContent: 'elle laisse de côté une partie du document, qui a pu être modifiée',
      certificateNotValid: 'son certificat n’est pas de l’autorité de confiance, ou n’était pas valide alors',
      notInLog: 'le journal de transparence ne la confirme pas',
      keyNotTrusted:
        'la clé n’est pas de celles auxquelles vous faites confiance ; demandez-la au fabricant par une autre voie, puis « key add »',
      keyNotGiven: 'elle ne dit pas quelle clé ; demandez-la au fabricant, puis « key add »',
      identityNotTrusted: 'le signataire n’est pas de ceux auxquels vous faites confiance',
      noTrustedRoot: 'aucune racine Sigstore n’est de confiance ; demandez laquelle au fabricant, puis « key add »',
      algorithmNotSupported: 'Auscult ne sait pas la vérifier',
    },
  },
}

/** What the signatures of a document prove, in one line. */
export function saySignature(state: SignatureShown, language: Language): string {
  const said = words[language]
  switch (state.is) {
    case 'unsigned':
    case 'notJudged':
      return said[state.is]
    case 'valid':
      return said.valid(visible(state.maker), state.signer === undefined ? '' : said.signer(visible(state.signer)))
    case 'invalid':
    case 'unknownKey':
      return `${said[state.is]}${wordsOf(language).colon}${said.because[state.because]}`
  }
}
