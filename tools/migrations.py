"""Writes a C++ table of all migrations. Usage: migrations.py OUT FILE...

A migration stands in src/<module>/migrations/NNNN_name.sql. The platform's come first, then directory and accounts, then
the other modules by name; within a module by number."""
import pathlib
import sys

FIRST = ["platform", "directory", "accounts"]


def place(path: pathlib.Path):
    module = path.parent.parent.name
    layer = "platform" if path.parent.parent.parent.name == "platform" else module
    order = FIRST.index(layer) if layer in FIRST else len(FIRST)
    return (order, module, path.stem)


def main() -> None:
    out, files = pathlib.Path(sys.argv[1]), sorted(map(pathlib.Path, sys.argv[2:]), key=place)
    rows, taken = [], {}
    for path in files:
        number = path.stem.split("_")[0]
        if not number.isdigit() or len(number) != 4:
            sys.exit(f"{path}: a migration is named NNNN_name.sql")
        other = taken.setdefault((path.parent.parent.name, number), path)
        if other is not path:
            sys.exit(f"{path}: has the module and number of {other}")
        sql = path.read_text(encoding="utf-8")
        if ')sql"' in sql:
            sys.exit(f"{path}: contains the end mark of a raw string")
        rows.append(f'    {{"{path.parent.parent.name}", {int(number)}, "{path.stem}", R"sql({sql})sql"}},')
    text = (
        '// Generated from the migrations of all modules.\n#include "platform/db/migrate.h"\n\n'
        "namespace jauap::db {\n\nstd::span<const Migration> all_migrations() {\n"
        f"  static constexpr std::array<Migration, {len(rows)}> all{{{{\n" + "\n".join(rows) + "\n  }};\n  return all;\n}\n\n}  // namespace jauap::db\n"
    )
    text = text.replace('#include "platform', "#include <array>\n\n#include \"platform", 1)
    out.write_text(text, encoding="utf-8")


main()
