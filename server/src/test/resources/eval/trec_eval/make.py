"""Writes a data set and a run at random, with ties, and what trec_eval says of them.

    python3 make.py PATH_OF_TREC_EVAL

expected.txt was written with trec_eval 10.0-rc3 (github.com/usnistgov/trec_eval, commit f425365).
"""
import json
import random
import subprocess
import sys
import tempfile

random.seed(7)
documents = [f"d{i}" for i in range(25)] + ["dä", "d\uffee", "d\U0001d11e", "D1", "d-1"]
queries = [f"q{i}" for i in range(30)]
with open("corpus.jsonl", "w") as out:
    for id in documents:
        print(json.dumps({"_id": id, "title": "", "text": "text of " + id}), file=out)
with open("queries.jsonl", "w") as out:
    for id in queries:
        print(json.dumps({"_id": id, "text": "text of " + id}), file=out)

judgments = {}
for i, query in enumerate(queries):
    if query == "q29":  # in the run, but not judged
        continue
    grades = [0] if i % 10 == 3 else [-1, 0, 0, 1, 1, 2, 3]
    judgments[query] = {d: random.choice(grades) for d in random.sample(documents, random.randint(1, 25))}
with open("qrels/test.tsv", "w") as out, tempfile.NamedTemporaryFile("w", delete=False) as trec:
    print("query-id", "corpus-id", "score", sep="\t", file=out)
    for query, scores in judgments.items():
        for document, score in scores.items():
            print(query, document, score, sep="\t", file=out)
            print(query, 0, document, score, file=trec)

with open("run.txt", "w") as out:
    for i, query in enumerate(queries):
        if query == "q28":  # judged, but without candidates
            continue
        found = random.sample(documents, random.choice([3, 12, 25]))
        for rank, document in enumerate(found):
            # few different scores, so that many are equal; the rank is not to be believed
            print(query, "Q0", document, rank + 1, random.randint(0, 5) / 2, "random", file=out)


def trec_eval(*options):
    return subprocess.run(
        [sys.argv[1], "-q", "-c", *options, trec.name, "run.txt"], capture_output=True, text=True, check=True
    ).stdout


with open("expected.txt", "w") as out:
    out.write(trec_eval("-m", "ndcg_cut.10", "-m", "recall.100"))
    out.write(trec_eval("-M", "10", "-m", "recip_rank"))  # of the first ten
