"""Lexicon: the common nouns that say what kind of thing a name names, and the words that are part of no name.

They are closed lists of English; a text in another language is searched by form alone.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from ..settings import Kind
from ..vocabulary import word_list

_HEADS: dict[Kind, str] = {
    "body": "academy army assembly association bank board brigade bureau cabinet chamber cheka church club "
    "college commissariat commission commune committee company conference congregation convention "
    "corporation council court delegation department directorate directory division duma executive "
    "factory federation fleet garrison government group guard institute international junta league legion "
    "mission ministry movement navy office order organisation organization parliament presidium regiment "
    "school section secretariat sejm senate society soviet soviets squadron staff synod trade-union "
    "tribunal tribunals trust union university zemstvo",
    "party": "party faction fraction bloc opposition socialists democrats liberals "
    "republicans conservatives anarchists communists revolutionaries radicals monarchists nationalists "
    "internationalists populists whigs tories jacobins",
    "event": "campaign congress council-of-war coup crusade expedition insurrection massacre mutiny offensive "
    "peace rebellion reformation revolt revolution rising siege strike synod uprising war battle",
    "document": "act acts armistice bill bull charter code constitution convention covenant declaration decree edict "
    "law manifesto memorandum ordinance pact programme program protocol resolution statute treaty "
    "ultimatum",
    "press": "bulletin daily gazette herald journal magazine monthly newspaper organ pamphlet paper periodical "
    "press quarterly review tribune weekly",
    "office": "administrator ambassadorship chancellorship commissars commissar commissariat consulate dictatorship "
    "governorship minister ministers premiership presidency prefecture",
    "place": "abbey avenue bay bridge canal cape capital castle cathedral channel city coast colony commune county "
    "desert district duchy estate fort fortress gulf harbour hill hills hotel island islands isle isthmus "
    "kingdom lake land monastery mount mountain mountains ocean palace pass peninsula plain port "
    "principality prison province quarter railway region republic river road sea square state station "
    "strait straits street suburb territory town valley village volcano",
    "person": "admiral adventurer adviser agent agitator ambassador anarchist apostle archbishop architect artist "
    "assassin astronomer astrologer author bishop biographer biologist botanist captain cardinal chairman "
    "chairwoman chancellor chemist chief chronicler colonel comedian commandant commander commissar "
    "commissioner composer consul correspondent count countess courtier critic czar dancer daughter "
    "defender delegate deputy despot dictator diplomat director disciple doctor duchess duke earl "
    "economist editor elder emperor empress engineer envoy essayist exile explorer father favourite "
    "financier founder friend general geographer geologist geometer governor grammarian grandson head "
    "heir hero heroine hetman historian husband inspector inventor journalist judge king knight lawgiver "
    "lawyer leader lecturer legate lieutenant lord magistrate manager marshal mathematician mayor member "
    "minister mistress monk moralist mother musician naturalist navigator nephew nobleman novelist nurse "
    "officer orator painter pastor patriarch patriot patron peasant philosopher philanthropist physician "
    "physicist pioneer playwright poet pope praetor preacher prefect premier president priest prime- "
    "minister prince princess printer prisoner professor prophet psychologist publicist publisher pupil "
    "quaestor queen reformer regent representative revolutionary rhetorician rival ruler sailor saint "
    "satirist scholar scientist sculptor secretary senator sergeant shah sister slave sociologist "
    "socialist soldier son sophist sovereign spokesman stateswoman statesman student successor sultan "
    "surgeon teacher theologian theorist thinker traveller translator treasurer tribune tsar tutor tyrant "
    "uncle usurper veteran viceroy vizier widow wife worker writer",
    "term": "battleship boat brig cruiser destroyer dreadnought flagship frigate ship steamer submarine vessel yacht",
}


def _kinds() -> dict[str, tuple[Kind, ...]]:
    kinds: dict[str, tuple[Kind, ...]] = {}
    for kind, words in _HEADS.items():
        for word in words.split():
            kinds[word] = (*kinds.get(word, ()), kind)
    return kinds


KINDS_OF = _kinds()
"""The kinds that a common noun can name, the likeliest first."""

_PART = re.compile(r"[^\W\d_]{3,}")

TITLES = frozenset(
    "comrade citizen mr mrs miss messrs dr professor general colonel captain major admiral lieutenant marshal "
    "sergeant commissar count countess baron baroness prince princess duke duchess lord lady sir king queen "
    "emperor empress tsar czar pope saint st bishop archbishop cardinal father brother sister president premier "
    "minister chairman senator deputy delegate herr frau monsieur madame m mme signor don judge".split()
)
"""Words before the name of a person."""

SPEAKS = (
    "said|says|writes|wrote|replied|answered|asked|argued|declared|insisted|demanded|spoke|cried|shouted|thought|believed"
    "|proposed|explained|told|observed|remarked|considered|considers|admitted|agreed|refused|felt|maintains|thinks"
    "|was born|died|resigned"
)
"""What a person does, and seldom anything else."""

SMALL = frozenset(
    "ad am bc pm app cf chap chas ibid loc cit op sect see viz vol vols "
    "a about above after again against all almost alone along already also although always am among an and "
    "another any are as at away be because been before behind being below beside besides between both but by can "
    "cannot could dare did do does doing done down during each either else enough even ever every everything "
    "except far few first following for from further had has have having he hence her here hers herself him "
    "himself his how however i if in indeed instead into is it its itself just lastly last later least less let "
    "lest like likewise many may me meanwhile might mine more moreover most much must my myself namely nay near "
    "neither never nevertheless next no nobody none nor not nothing notwithstanding now o of off often oh on once "
    "one only or other others otherwise our ours ourselves out over own perhaps quite rather same second secondly "
    "several shall she should simply since so some somebody something sometimes soon still such surely than that "
    "the thee their theirs them themselves then thence there thereby therefore these they thine third this those "
    "thou though three through throughout thus thy till to today together too toward towards truly two under "
    "unless until unto up upon us very was we well were what whatever when whence whenever where whereas "
    "wherefore whereby wherein whether which while who whoever whole whom whose why will with within without "
    "would yea yes yesterday yet you your yours yourself january february march april june july august september "
    "october november december monday tuesday wednesday thursday friday saturday sunday god christmas easter "
    "english french german latin greek italian russian american british european fourth fifth sixth seventh "
    "eighth ninth tenth eleventh twelfth whilst madam chapter book volume part section page note footnote preface "
    "introduction appendix figure table article number".split()
)
"""Words that begin a sentence or stand in capitals for other reasons, and are no term of their own."""

GIVEN = frozenset(
    "adam albert alexander alexandra alexei alfred andrei andrew anna anne anton antony arthur benjamin boris "
    "carl catherine charles daniel david dmitri edmund edward elizabeth emile ernest eugene francis frank franz "
    "fred frederick friedrich george giovanni giuseppe gregory guy hans harold harriet heinrich henri henry "
    "herbert hermann hugh isaac ivan jack jacob jacques james jane jean jeremy joan johann john jonathan joseph "
    "josef juan julius karl katherine konstantin leo leon leonid leopold lev lewis lorenzo louis ludwig luigi "
    "luke margaret maria marie mark martin mary matthew max maxim michael mikhail moses nicholas nicolai nicolas "
    "nikolai oliver oscar otto patrick paul peter philip pierre ralph raymond rené richard robert roger rosa "
    "rudolf samuel sarah sergei simon sophia stephen susan theodore thomas victor viktor vladimir walter wilhelm "
    "william woodrow yakov".split()
)
"""Given names, which make a person of two words in capitals."""

FAMILIAR = frozenset(
    "africa america asia australia austria belgium britain canada china denmark egypt england europe finland "
    "france germany greece holland hungary india ireland italy japan mexico netherlands norway poland portugal "
    "prussia rome russia scotland spain sweden switzerland turkey wales london paris berlin vienna moscow athens "
    "washington madrid brussels york chicago belgian englishman englishmen frenchman frenchmen germans russians "
    "frenchwoman italians austrian hungarian polish swiss spanish turkish chinese japanese indian irish scottish "
    "dutch danish swedish norwegian jewish christian christianity christians jews protestant protestants catholic "
    "catholics romans greeks belgians europeans americans austrians hungarians poles turks indians jesus christ "
    "bible gospel testament heaven providence nature reason".split()
)
"""Names that need no gloss in any book."""


@cache
def is_latin(form: str) -> bool:
    """Whether all letters of a form are of the Latin script."""
    return all(not char.isalpha() or unicodedata.name(char, "").startswith("LATIN") for char in form)


@cache
def is_strange(form: str) -> bool:
    """Whether a word of the form is in no list of English words, in British or American spelling."""
    words = word_list("en")
    parts = (part.lower() for part in _PART.findall(form))
    return any(part not in words and _american(part) not in words for part in parts)


def _american(word: str) -> str:
    return re.sub(r"our(?=s?$|ed$|er)", "or", re.sub(r"is(?=ation|ed?$|ing|es$)", "iz", word))


@cache
def kinds_of(noun: str) -> tuple[Kind, ...]:
    """The kinds a noun can name, singular or plural: `committees` as `committee`."""
    word = noun.lower()
    for form in (word, word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("ies") + "y"):
        if form in KINDS_OF:
            return KINDS_OF[form]
    return ()


BORROWED = frozenset("soviet soviets duma dumas zemstvo zemstvos sejm cheka presidium".split())
"""Nouns of bodies that English took from other languages: they want a gloss by themselves, as `council` does not."""

ROLES = "|".join(
    sorted((word for word, kinds in KINDS_OF.items() if "person" in kinds), key=lambda word: (-len(word), word))
)
"""The nouns of what a person is, as one alternative of a regular expression."""

PARTICIPLES = "leading|heading|chairing|commanding|representing|editing|governing|presiding over"
"""What makes a phrase say who somebody is, rather than what he does at the time."""
