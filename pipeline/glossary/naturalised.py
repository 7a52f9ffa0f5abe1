"""Naturalised phrases: borrowed words at home in English, which a reader finds in any dictionary of it.

A closed list, made from general knowledge of what English dictionaries have as headwords (*Merriam-Webster’s*, the
*Concise Oxford*): the test of what is no longer foreign that *Chicago* 7.54 names.
"""

from __future__ import annotations

import re
import unicodedata

_PHRASES = """\
a fortiori, a posteriori, a priori, ad hoc, ad hominem, ad infinitum, ad interim, ad lib, ad nauseam, ad valorem,
agent provocateur, aide de camp, aide memoire, a la carte, a la mode, alma mater, alter ego, amour propre,
ancien regime, au courant, au fait, avant garde, beau monde, belles lettres, bete noire, blase, bona fide, bona fides,
bric a brac, carte blanche, casus belli, cause celebre, charge d affaires, chef d oeuvre, cliche, communique,
compos mentis, confrere, cordon sanitaire, corps diplomatique, coup d etat, coups d etat, coup de grace, coup de main,
coup de theatre, curriculum vitae, de facto, de jure, de luxe, de novo, de rigueur, demarche, denouement, detente,
deus ex machina, dramatis personae, eclat, elan, elite, emigre, en bloc, en famille, enfant terrible, en masse,
en passant, en route, entente cordiale, entree, esprit de corps, et cetera, ex cathedra, ex gratia, ex nihilo,
ex officio, ex parte, ex post facto, fait accompli, faits accomplis, faux pas, femme fatale, fete, fin de siecle,
force majeure, habeas corpus, hors de combat, idee fixe, in absentia, in camera, in extremis, in loco parentis,
in medias res, in memoriam, in situ, inter alia, in toto, ipso facto, je ne sais quoi, joie de vivre, laisser faire,
laissez faire, leitmotiv, lese majeste, locus standi, magnum opus, mea culpa, melange, melee, memento mori, menage,
mise en scene, modus operandi, modus vivendi, mot juste, naive, naivete, ne plus ultra, noblesse oblige, nom de guerre,
nom de plume, non sequitur, nota bene, nouveau riche, obiter dictum, par excellence, pari passu, per annum, per capita,
per diem, per se, persona grata, persona non grata, petit bourgeois, petite bourgeoisie, piece de resistance,
pied a terre, post mortem, precis, prima facie, pro forma, pro rata, pro tem, pro tempore, protege, quid pro quo,
raison d etre, rapprochement, realpolitik, regime, savoir faire, seance, sine die, sine qua non, soi disant, soiree,
sotto voce, status quo, status quo ante, sub judice, sub rosa, sui generis, table d hote, tabula rasa, terra firma,
terra incognita, tete a tete, tour de force, tout court, ultra vires, vade mecum, vice versa, vis a vis, viva voce,
volte face, vox populi, weltanschauung, zeitgeist"""


def _plain(phrase: str) -> str:
    """A phrase in small letters, without accents, and with a blank for a hyphen or an apostrophe."""
    letters = (char for char in unicodedata.normalize("NFKD", phrase.lower()) if not unicodedata.combining(char))
    return " ".join(re.split(r"[\s’'-]+", "".join(letters).replace("œ", "oe"))).strip()


_NATURALISED = frozenset(" ".join(phrase.split()) for phrase in _PHRASES.split(","))


def is_naturalised(form: str) -> bool:
    """Whether a name or phrase is one of these, however it is accented, hyphenated or capitalised.

    >>> is_naturalised("Laissez-faire"), is_naturalised("coup d’état"), is_naturalised("uprava")
    (True, True, False)
    """
    return _plain(form) in _NATURALISED
