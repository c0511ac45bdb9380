"""Bundles scripts and styles with esbuild into a C++ table.

Usage: assets.py --out FILE --source DIR --work DIR

web/core.css and the sheets of the components become the one sheet that is inlined into every page; the other files of web/
are served under names with their hash. Exit 1 when the inlined sheet is over 5 kB or a script over 10 kB compressed."""
import argparse
import base64
import gzip
import hashlib
import pathlib
import subprocess
import sys

CORE_MAX, SCRIPT_MAX = 5 * 1024, 10 * 1024  # bytes, compressed
TYPES = {"js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8", "svg": "image/svg+xml"}


def esbuild(source: pathlib.Path, work: pathlib.Path, options: list[str]) -> bytes:
    out = work / f"{source.stem}.min"
    subprocess.run(["esbuild", str(source), "--minify", "--log-level=warning", f"--outfile={out}", *options], check=True)
    return out.read_bytes().rstrip(b"\n")


def packed(data: bytes) -> bytes:
    return gzip.compress(data, 9, mtime=0)


def checked(name: str, data: bytes, limit: int | None = None) -> bytes:
    size = len(packed(data))
    print(f"assets: {name} {len(data)} bytes, {size} compressed")
    if limit and size > limit:
        sys.exit(f"assets: {name} has {size} bytes compressed, at most {limit} are allowed")
    return data


def core_sheet(root: pathlib.Path, work: pathlib.Path) -> bytes:
    parts = [root / "web/core.css", *sorted((root / "src/platform/html/components").glob("*/*.css"))]
    whole = work / "core.css"
    whole.write_text("\n".join(part.read_text(encoding="utf-8") for part in parts), encoding="utf-8")
    return checked("core.css", esbuild(whole, work, []), CORE_MAX)


def served(source: pathlib.Path, work: pathlib.Path) -> tuple[str, bytes]:
    if source.suffix == ".svg":
        return source.name, checked(source.name, source.read_bytes())
    if source.suffix == ".css":
        return source.name, checked(source.name, esbuild(source, work, []))
    name = source.stem + ".js"
    return name, checked(name, esbuild(source, work, ["--bundle", "--format=esm", "--target=es2020"]), SCRIPT_MAX)


def literal(data: bytes) -> str:
    return 'std::string_view("' + "".join(f"\\{byte:03o}" for byte in data) + f'", {len(data)})'


def row(name: str, data: bytes) -> str:
    stem, suffix = name.rsplit(".", 1)
    path = f"/assets/{stem}-{hashlib.sha256(data).hexdigest()[:12]}.{suffix}"
    return f'    {{"{name}", "{path}", "{TYPES[suffix]}", {literal(data)}, {literal(packed(data))}}},'


def main() -> None:
    arguments = argparse.ArgumentParser()
    for name in ("out", "source", "work"):
        arguments.add_argument("--" + name, required=True, type=pathlib.Path)
    options = arguments.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    core = core_sheet(options.source, options.work)
    sources = [path for path in sorted((options.source / "web").iterdir())
               if path.suffix in (".ts", ".css", ".svg") and path.name != "core.css"]
    rows = "\n".join(row(*served(path, options.work)) for path in sources)
    core_hash = base64.b64encode(hashlib.sha256(core).digest()).decode()
    options.out.write_text(f"""// Generated from web/ and the components.
#include "platform/assets/assets.h"

namespace jauap::assets {{

std::span<const Asset> all() {{
  static constexpr Asset table[] = {{
{rows}
  }};
  return table;
}}

std::string_view core_css() {{ return {literal(core)}; }}
std::string_view core_css_hash() {{ return "sha256-{core_hash}"; }}

}}  // namespace jauap::assets
""", encoding="utf-8")


main()
