"""Compiles the .po catalogues into C++ tables and refuses incomplete ones.

Usage: catalogue.py --out FILE --sources DIR --catalogues FILE... [--draft]

Faults (exit 1, each with its place): a key that one of kk, ru, en lacks; an empty text; placeholders that differ between
languages; a wrong number of plural forms; a header that names another language; a key that stands twice; a key whose first
word is not the name of its folder; a Kazakh suffix glued to a placeholder (vowel harmony cannot be known); two keys of one
hash; a key used in the sources that no catalogue has. With --draft the last is only told, so that one part can be built
while the texts of another are being written. Keys that no source names are told too."""
import argparse
import ast
import pathlib
import re
import sys

LANGUAGES = ["kk", "ru", "en"]
FORMS = {"kk": 1, "ru": 3, "en": 2}
PLATFORM_WORDS = ["platform", "law", "mail"]  # first words of keys in the platform's own catalogues, i18n/*.po

KEY = re.compile(r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$")
QUOTED_KEY = re.compile(r'"([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+)"')
ASKED_KEY = re.compile(r'(?:\bt\(|\bwords\(|\.plural\(|\.raw\(|\bKey\(|\bKey\{|\.message = )"([^"]+)"')
PREFIX = re.compile(r'"([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*\.)"')
# Where dotted names are no texts: permissions and jobs; store.cpp and jobs.cpp name statements and jobs.
NO_TEXTS = re.compile(r"\bMay \w+\{|\bjobs::|\bPeriodic\b|\bStatement\b")
NO_TEXTS_IN = ("store.cpp", "jobs.cpp")
COMMENT = re.compile(r"(^|\s)//.*$")
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
BRACE = re.compile(r"[{}]")
GLUED_SUFFIX = re.compile(r"\}[-\u2011]?[а-яёәғқңөұүһі]", re.IGNORECASE)
LINE = re.compile(r'^(msgid_plural|msgid|msgstr(?:\[(\d)\])?)\s+(".*")$')

faults: list[str] = []


class Entry:
    def __init__(self, place: str):
        self.place, self.texts, self.is_plural = place, {}, False


def unquoted(text: str, place: str) -> str:
    try:
        return ast.literal_eval(text)
    except (SyntaxError, ValueError):
        faults.append(f"{place}: cannot read this text")
        return ""


def parse(path: pathlib.Path) -> dict[str, Entry]:
    """key → its texts; index 0, or one for each plural form. The header stands under ""."""
    entries: dict[str, Entry] = {}
    key, entry, target = None, None, None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines() + ['msgid "."'], 1):
        place, line = f"{path}:{number}", line.strip()
        if not line or line.startswith("#"):
            continue
        match = LINE.match(line)
        if match and match.group(1) == "msgid":
            if entry is not None:
                if key in entries:
                    faults.append(f"{entry.place}: {key} stands twice, first in {entries[key].place}")
                entries[key] = entry
            key, entry, target = unquoted(match.group(3), place), Entry(place), "key"
        elif match and entry is not None and match.group(1) == "msgid_plural":
            entry.is_plural, target = True, None
        elif match and entry is not None:
            target = int(match.group(2) or 0)
            if target in entry.texts:
                faults.append(f"{place}: form {target} stands twice")
            entry.texts[target] = unquoted(match.group(3), place)
        elif line.startswith('"') and target == "key":
            key += unquoted(line, place)
        elif line.startswith('"') and isinstance(target, int):
            entry.texts[target] += unquoted(line, place)
        else:
            faults.append(f"{place}: cannot read this line")
    return entries


def check_header(path: pathlib.Path, header: Entry | None) -> None:
    fields = header.texts.get(0, "") if header else ""
    if f"Language: {path.stem}\n" not in fields:
        faults.append(f"{path}:1: the header does not say Language: {path.stem}")
    forms = re.search(r"nplurals=(\d)", fields)
    if forms and int(forms.group(1)) != FORMS[path.stem]:
        faults.append(f"{path}:1: {path.stem} has {FORMS[path.stem]} plural forms")


def first_words(folder: pathlib.Path) -> list[str]:
    """What keys of a catalogue in `folder` may begin with: src/appeals/i18n → appeals."""
    owner = folder.parent
    if owner.parent.name == "platform":
        return ["platform", owner.name]
    return [owner.name] if owner.parent.name == "src" else PLATFORM_WORDS


def check_text(language: str, key: str, entry: Entry, is_plural: bool) -> None:
    texts = [entry.texts[i] for i in sorted(entry.texts)]
    wanted = FORMS[language] if is_plural else 1
    if sorted(entry.texts) != list(range(wanted)):
        faults.append(f"{entry.place}: {key} needs {wanted} form(s), has {len(texts)}")
    for text in texts:
        if not text.strip():
            faults.append(f"{entry.place}: {key} is empty")
        if BRACE.search(PLACEHOLDER.sub("", text)):
            faults.append(f"{entry.place}: {key} has a brace that is no placeholder")
        if language == "kk" and GLUED_SUFFIX.search(text):
            faults.append(f"{entry.place}: {key} glues a suffix to a placeholder")


def check_folder(folder: pathlib.Path, catalogues: dict[str, dict[str, Entry]]) -> None:
    for language in LANGUAGES:
        if language not in catalogues:
            faults.append(f"{folder}: {language}.po is missing")
    for language in catalogues:
        if language not in LANGUAGES:
            faults.append(f"{folder}/{language}.po: not one of {', '.join(LANGUAGES)}")
    for key in sorted(set().union(*catalogues.values())):
        forms = {language: catalogues[language].get(key) for language in LANGUAGES if language in catalogues}
        present = [entry for entry in forms.values() if entry]
        if not KEY.match(key) or key.split(".")[0] not in first_words(folder):
            faults.append(f"{present[0].place}: {key!r} is no key that begins with {' or '.join(first_words(folder))}")
        for language, entry in forms.items():
            if entry is None:
                faults.append(f"{folder}/{language}.po:1: {key} is missing (see {present[0].place})")
            else:
                check_text(language, key, entry, any(one.is_plural for one in present))
        names = {language: sorted(set(PLACEHOLDER.findall(" ".join(entry.texts.values()))))
                 for language, entry in forms.items() if entry}
        if len({tuple(one) for one in names.values()}) > 1:
            faults.append(f"{present[0].place}: {key} has different placeholders: {names}")


def key_hash(name: str) -> int:
    """FNV-1a of 64 bits, as base/key.h."""
    value = 14695981039346656037
    for byte in name.encode():
        value = ((value ^ byte) * 1099511628211) & 0xFFFFFFFFFFFFFFFF
    return value


def used_keys(sources: pathlib.Path, known: set[str]) -> tuple[set[str], list[str]]:
    """Keys and beginnings of keys that the sources name, and what they ask for in vain."""
    used: set[str] = set()
    words = {key.split(".")[0] for key in known}
    missing: list[str] = []
    for source in sorted(sources.rglob("*")):
        if source.suffix not in (".cpp", ".h") or "tests" in source.relative_to(sources).parts:
            continue
        for number, line in enumerate(source.read_text(encoding="utf-8").splitlines(), 1):
            line = COMMENT.sub("", line)
            used.update(QUOTED_KEY.findall(line))
            used.update(PREFIX.findall(line))
            asked = set(ASKED_KEY.findall(line))
            if source.name not in NO_TEXTS_IN and not NO_TEXTS.search(line):
                asked.update(key for key in QUOTED_KEY.findall(line) if key.split(".")[0] in words)
            missing += [f"{source}:{number}: no catalogue has {key!r}" for key in sorted(asked - known)]
    return used, missing


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def table(language: str, entries: dict[str, Entry]) -> list[str]:
    lines = [f"static constexpr Entry entries_{language}[] = {{"]
    for key, entry in sorted(entries.items()):
        texts = [entry.texts[i] for i in sorted(entry.texts)]
        filled = ", ".join(quoted(text) for text in texts + [""] * (3 - len(texts)))
        lines.append(f"    {{{quoted(key)}, {{{filled}}}, {len(texts)}}},")
    return lines + ["};"]


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--out", required=True, type=pathlib.Path)
    arguments.add_argument("--sources", required=True, type=pathlib.Path)
    arguments.add_argument("--catalogues", required=True, nargs="+", type=pathlib.Path)
    arguments.add_argument("--draft", action="store_true")
    options = arguments.parse_args()

    folders: dict[pathlib.Path, dict[str, dict[str, Entry]]] = {}
    for path in options.catalogues:
        entries = parse(path)
        check_header(path, entries.pop("", None))
        folders.setdefault(path.parent, {})[path.stem] = entries
    tables: dict[str, dict[str, Entry]] = {language: {} for language in LANGUAGES}
    for folder, catalogues in sorted(folders.items()):
        check_folder(folder, catalogues)
        for language in LANGUAGES:
            for key, entry in catalogues.get(language, {}).items():
                if key in tables[language]:
                    faults.append(f"{entry.place}: {key} stands twice, first in {tables[language][key].place}")
                tables[language][key] = entry
    hashes: dict[int, str] = {}
    for key in tables["en"]:
        if hashes.setdefault(key_hash(key), key) != key:
            faults.append(f"{key} and {hashes[key_hash(key)]} have one hash")

    used, missing = used_keys(options.sources, set(tables["en"]))
    unused = [key for key in sorted(tables["en"])
              if key not in used and not any(key.startswith(one) for one in used if one.endswith("."))]
    for line in (missing if options.draft else []) + [f"nothing names {key}" for key in unused]:
        print(f"catalogue: warning: {line}", file=sys.stderr)
    if missing and not options.draft:
        faults.extend(missing)
        faults.append("cmake -DJAUAP_DRAFT_TEXTS=ON builds although texts of the sources are missing")
    if faults:
        sys.exit("\n".join(f"catalogue: {fault}" for fault in faults))

    lines = ["// Generated from the catalogues.", '#include "platform/i18n/catalogue.h"', "", "namespace jauap::i18n {", ""]
    for language in LANGUAGES:
        lines += table(language, tables[language])
    lines += ["", "std::span<const Entry> catalogue(Language language) {", "  switch (language) {"]
    lines += [f"    case Language::{language}: return entries_{language};" for language in LANGUAGES]
    lines += ["  }", "  return {};", "}", "", "}  // namespace jauap::i18n", ""]
    options.out.write_text("\n".join(lines), encoding="utf-8")
    print(f"catalogue: {len(tables['en'])} texts in {len(LANGUAGES)} languages")


main()
