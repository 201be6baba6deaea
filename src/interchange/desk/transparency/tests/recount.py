"""A recount by somebody who does not trust the house: standard library only, from the public JSON of the report and an exported journal.

    python recount.py report.json journal.jsonl

Prints one line per number that cannot be confirmed and exits with 1, or says how many were.
"""

import json
import sys
from collections import defaultdict
from datetime import datetime
from zoneinfo import ZoneInfo


def main(report_file: str, journal_file: str) -> int:
    with open(report_file, encoding="utf-8") as text:
        report = json.load(text)
    zone = ZoneInfo(report["zone"])
    with open(journal_file, encoding="utf-8") as lines:
        journal = [line for line in map(json.loads, lines) if line["seq"] <= report["journal"]["links"]]
    faults, confirmed = [], 0
    if journal[-1]["hash"] != report["journal"]["hash"]:
        faults.append("the journal is not the one the report was counted from")
    for code, by_year in report["figures"].items():
        rule = report["definitions"][code]
        things = defaultdict(list)
        for line in journal:
            if line["verb"] not in rule["verbs"] or (rule["kind"] and line["subject"][0] != rule["kind"]):
                continue
            if all(line["after"].get(name) == wanted for name, wanted in rule["where"].items()):
                once = rule["once_per"]
                pair = (line["subject"][1], line["after"].get(once)) if once and once != "thing" else (line["subject"][1],)
                things[datetime.fromisoformat(line["at"]).astimezone(zone).year].append(pair)
        for year, said in by_year.items():
            found = things[int(year)]
            true = len(set(found)) if rule["once_per"] else len(found)
            right = (said is None or abs(said - true) < 5) if rule["steps_of_five"] else said == true
            if right:
                confirmed += 1
            else:
                faults.append(f"{code} {year}: the report says {said}, the journal {true}")
    sys.stdout.write(("\n".join(faults) or f"{confirmed} numbers confirmed") + "\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
