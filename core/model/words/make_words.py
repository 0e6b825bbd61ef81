#!/usr/bin/env python3
"""Made live.h and drill.h, once: two lists of 2,048 words, disjoint, sorted, frozen by tests/core/model/words_test.cpp.

A word has 4 to 8 letters. Over both lists no two words share their first four letters, so that a word is known before it is
spelt to its end. No two words of a list have one sound key, so that a word is known on a bad line; over both lists the same
holds for as long as there are plain words left, since a word that everybody knows is heard better than a rare one. Words that
could hurt, and words that mean something in a decision, are in left_out.txt: a stem with a * stands for all that begins so.

Needs Debian 12's wamerican and wamerican-small (2020.12.07-2); another version gives other lists, which would be another
protocol. Run from anywhere: make_words.py
"""
import collections
import os
import re

HERE = os.path.dirname(os.path.abspath(__file__))
WORDS = "/usr/share/dict/american-english"
COMMON = "/usr/share/dict/american-english-small"
LIST_SIZE = 2048
VOWELS = "aeiou"
SILENT_AT_START = re.compile("kn|gn|pn|wr|ae")
NUMERAL = re.compile("m*(cm|cd|d?c*)(xc|xl|l?x*)(ix|iv|v?i*)")
# Forms of a word, which people mix up with the word; and endings that make another word of it.
FORMS = "s es ed d ing ings er ers ier r est st ies ied iest en n".split()
MADE_BY = "ly y ness al ally able ish".split()
# A letter's sound, where what stands around it does not matter. Voiced d, g and z go with t, k and s.
PLAIN = dict(b="B", d="T", f="F", j="J", k="K", l="L", m="M", n="N", q="K", r="R", v="V", x="KS")


def consonant(word, at):
    """(sound, letters taken) of the consonant at a place, after Metaphone."""
    letter, before, rest = word[at], word[at - 1:at], word[at + 1:]
    softens = rest[:1] in tuple("iey")
    if letter == "c":
        if rest[:1] == "h":
            return "X", 2
        if rest[:2] == "ia":
            return "X", 1
        if softens:
            return ("" if before == "s" else "S"), 1
        return ("" if rest[:1] == "k" else "K"), 1
    if letter == "d" and rest[:1] == "g" and rest[1:2] in tuple("eiy"):
        return "J", 2
    if letter == "g":
        if rest[:1] == "h":
            return ("K" if rest[1:2] in tuple(VOWELS) else ""), 2
        return ("" if rest[:1] == "n" else "J" if softens else "K"), 1
    if letter == "h":
        return ("H" if rest[:1] in tuple(VOWELS) and before not in tuple("cgpstw") else ""), 1
    if letter == "p":
        return ("F", 2) if rest[:1] == "h" else ("P", 1)
    if letter in "sz":
        if rest[:2] == "ch":
            return "SK", 3
        if rest[:1] == "h":
            return "X", 2
        return ("X" if rest[:2] in ("ia", "io") else "S"), 1
    if letter == "t":
        if rest[:1] == "h":
            return "0", 2
        return ("X" if rest[:2] in ("ia", "io") else "" if rest[:2] == "ch" else "T"), 1
    if letter in "wy":
        return (letter.upper() if rest[:1] in tuple(VOWELS) else ""), 1
    return PLAIN[letter], 1


def sound_key(word):
    word = re.sub(r"([^c])\1+", r"\1", word)
    word = word[1:] if SILENT_AT_START.match(word) else word
    word = re.sub("^x", "s", re.sub("^wh", "w", re.sub("mb$", "m", word)))
    key, at = "", 0
    while at < len(word):
        if word[at] in VOWELS:
            sound, taken = ("A" if at == 0 else ""), 1
        else:
            sound, taken = consonant(word, at)
        key, at = key + sound, at + taken
    return re.sub(r"(.)\1+", r"\1", key)


def read_lines(path):
    with open(path, encoding="utf-8") as file:
        return [line.strip() for line in file]


class Preference:
    """The better a word is known and the plainer its form, the sooner it is taken."""

    def __init__(self):
        everything = read_lines(WORDS)
        self.all = set(everything)
        self.common = set(read_lines(COMMON))
        self.nouns = {word[:-2] for word in everything if word.endswith("'s")}
        self.family = collections.Counter(
            word[:size] for word in everything if word.isalpha() for size in range(4, len(word) + 1))

    def ends_in(self, word, endings):
        for ending in endings:
            stem = word.removesuffix(ending)
            if stem == word or len(stem) < 3:
                continue
            if {stem, stem + "e", stem + "y"} & self.all or (stem[-1] == stem[-2] and stem[:-1] in self.all):
                return True
        return False

    def rank(self, word):
        points = 6 * (word in self.nouns) + min(self.family[word], 6) - abs(2 * len(word) - 11) // 2
        return -points, word

    def classes(self, words):
        """From the words that everybody knows to those that only fill the lists."""
        common, plain, noun = (lambda w: w in self.common), (lambda w: not self.ends_in(w, FORMS)), (lambda w: w in self.nouns)
        whole = lambda w: plain(w) and not self.ends_in(w, MADE_BY)
        for belongs in (lambda w: common(w) and whole(w), lambda w: common(w) and (plain(w) or noun(w)),
                        lambda w: whole(w) and noun(w), common, lambda w: True):
            yield sorted(filter(belongs, words), key=self.rank)


def is_left_out():
    lines = read_lines(os.path.join(HERE, "left_out.txt"))
    entries = [entry for line in lines if not line.startswith("#") for entry in line.split()]
    stems = tuple(entry[:-1] for entry in entries if entry.endswith("*"))
    kept = {entry[1:] for entry in entries if entry.startswith("+")}
    words = {entry for entry in entries if entry.isalpha()}
    return lambda word: word in words or (word.startswith(stems) and word not in kept)


class Lists:
    def __init__(self):
        self.words = {"live": {}, "drill": {}}
        self.starts = set()

    def add(self, word, is_apart):
        """Takes the word where it fits; `is_apart`: only if the other list has no word of this sound either."""
        sound = sound_key(word)
        free = [name for name, words in self.words.items() if sound not in words.values() and len(words) < LIST_SIZE]
        is_free = len(free) == 2 or (free and not is_apart)
        if word[:4] not in self.starts and is_free:
            self.words[min(free, key=lambda name: len(self.words[name]))][word] = sound
            self.starts.add(word[:4])


def choose():
    preference = Preference()
    refused = is_left_out()
    candidates = [word for word in preference.all
                  if re.fullmatch("[a-z]{4,8}", word) and not NUMERAL.fullmatch(word)
                  and not refused(word)]
    lists = Lists()
    for words in preference.classes(candidates):
        for is_apart in (True, False):
            for word in words:
                lists.add(word, is_apart)
    return lists.words


def write(name, words):
    lines, line = [], ""
    for word in words:
        if len(line) + len(word) + 1 > 90:
            lines.append(line)
            line = ""
        line += word + " "
    lines.append(line.rstrip())
    with open(os.path.join(HERE, name + ".h"), "w", encoding="ascii") as file:
        file.write("// Made by make_words.py, frozen by tests/core/model/words_test.cpp: never change a word.\n"
                   "#pragma once\n\n#include <string_view>\n\nnamespace tocsin {\n\n"
                   f"inline constexpr std::string_view {name}_words =\n")
        file.write("\n".join(f'    "{line}"' for line in lines) + ";\n\n}  // namespace tocsin\n")


if __name__ == "__main__":
    for name, words in choose().items():
        assert len(words) == LIST_SIZE, (name, len(words))
        write(name, sorted(words))
