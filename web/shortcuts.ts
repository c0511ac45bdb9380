// In the inbox, for whoever switched shortcuts on: j and k move between the cases, a, r and e open the forms of the focused one, / the
// search, ? the list of keys. They act only while the focus is in the list (WCAG 2.1.4), never in a field.
//
//   <div data-shortcuts="shortcuts" data-search="/kk/search" tabindex="-1"> … <a data-row data-a="…" data-r="…" data-e="…" href="…"> … </div>
//   <dialog id="shortcuts">…</dialog>
//
// Enter and Esc are the browser's own.

// With Kazakh or Russian letters on the keys the place of the key counts.
const places: Record<string, string> = { KeyJ: "j", KeyK: "k", KeyA: "a", KeyR: "r", KeyE: "e", Slash: "/" };

function keyOf(event: KeyboardEvent): string {
  if (/^[a-z?/]$/i.test(event.key)) return event.key.toLowerCase();
  const place = places[event.code] ?? "";
  return place === "/" && event.shiftKey ? "?" : place;
}

const isField = (target: EventTarget | null): boolean => target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

function move(list: HTMLElement, by: number): void {
  const rows = [...list.querySelectorAll<HTMLElement>("[data-row]")];
  const now = rows.findIndex((row) => row === document.activeElement);
  rows[Math.min(Math.max(now + by, 0), rows.length - 1)]?.focus();
}

function go(address: string | undefined): void {
  if (address) location.assign(address);
}

function act(list: HTMLElement, key: string): boolean {
  const row = document.activeElement?.closest<HTMLElement>("tr")?.querySelector<HTMLElement>("[data-row]");
  const keys: Record<string, () => void> = {
    j: () => move(list, 1),
    k: () => move(list, -1),
    a: () => go(row?.dataset.a),
    r: () => go(row?.dataset.r),
    e: () => go(row?.dataset.e),
    "/": () => go(list.dataset.search),
    "?": () => (document.getElementById(list.dataset.shortcuts ?? "") as HTMLDialogElement | null)?.showModal(),
  };
  keys[key]?.();
  return key in keys;
}

document.querySelectorAll<HTMLElement>("[data-shortcuts]").forEach((list) =>
  list.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || isField(event.target)) return;
    if (act(list, keyOf(event))) event.preventDefault();
  }),
);
