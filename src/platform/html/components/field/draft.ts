// The unsent text of an appeal, kept on this device only: the text and nothing else, for 30 days at most, deleted when it
// has been sent and by a visible button (telephones are shared). A device without storage works as if there were no draft.
const lifetime = 30 * 24 * 3600 * 1000;

interface Draft {
  text: string;
  at: number;
}

function read(key: string): string {
  try {
    const draft = JSON.parse(localStorage.getItem(key) ?? "null") as Draft | null;
    if (draft && Date.now() - draft.at < lifetime) return draft.text;
    localStorage.removeItem(key);
  } catch {
    return "";
  }
  return "";
}

function keep(key: string, text: string): void {
  try {
    if (text) localStorage.setItem(key, JSON.stringify({ text, at: Date.now() }));
    else localStorage.removeItem(key);
  } catch {
    return;
  }
}

// <textarea data-draft="key">: an empty field gets the kept text back.
export function keepDraft(area: HTMLTextAreaElement): void {
  const key = area.dataset.draft ?? "";
  if (!key) return;
  if (!area.value) area.value = read(key);
  area.addEventListener("input", () => keep(key, area.value));
}

// <button hidden data-drop-draft="key">: shown only where scripts run; any other element deletes the draft at once (it
// stands on the page that says "sent").
export function offerDeletion(element: HTMLElement): void {
  const key = element.dataset.dropDraft ?? "";
  if (!(element instanceof HTMLButtonElement)) return keep(key, "");
  element.hidden = false;
  element.addEventListener("click", () => {
    keep(key, "");
    const area = document.querySelector<HTMLTextAreaElement>(`textarea[data-draft="${CSS.escape(key)}"]`);
    if (!area) return;
    area.value = "";
    area.dispatchEvent(new Event("input"));
    area.focus();
  });
}
