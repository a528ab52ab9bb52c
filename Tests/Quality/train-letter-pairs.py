#!/usr/bin/env python3
"""Trains Sources/LeakDetection/Evidence/LetterPairs.swift: how surprising a letter is after another in English words.

Input: a word list, one a line (Debian's wamerican: public-domain SCOWL). Output: Swift on stdout.
    python3 Tests/Quality/train-letter-pairs.py /usr/share/dict/american-english > Sources/LeakDetection/Evidence/LetterPairs.swift
"""
import math
import string
import sys

LETTERS = string.ascii_lowercase
counts = [[1.0] * 27 for _ in range(27)]  # add-one smoothing; index 26 is the edge of a word
for line in open(sys.argv[1], encoding='utf-8'):
    word = line.strip().lower()
    if not word.isascii() or not word.isalpha():
        continue
    # Short words are far more frequent in names and prose than in a dictionary.
    weight = 4.0 if len(word) <= 6 else 1.0
    previous = 26
    for letter in word:
        counts[previous][LETTERS.index(letter)] += weight
        previous = LETTERS.index(letter)
    counts[previous][26] += weight

print('''/// How surprising a letter is after another in English words, in sixteenths of a bit: −log2 of its share.
///
/// Made by `Tests/Quality/train-letter-pairs.py` from Debian's `wamerican` word list (SCOWL, public domain). Row: the
/// letter before, a…z, then the beginning of a word. Column: the letter, a…z, then the end of a word.
enum LetterPairs {
    static let cost: [UInt8] = [''')
for row in counts:
    total = sum(row)
    cells = [str(min(255, round(-16 * math.log2(cell / total)))) for cell in row]
    print('        ' + ', '.join(cells[:14]) + ',')
    print('        ' + ', '.join(cells[14:]) + ',')
print('    ]\n}')
