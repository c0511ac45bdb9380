// On the page of a case: says politely, once a minute while the page is looked at, that there is news.
//
//   <p role="status" data-refresh="/kk/appeals/KZ75-A-2026-000284.json" data-words="There is news." data-link="Show"></p>
//
// The page itself is never changed under the reader's hands.
const minute = 60_000;

async function latest(address: string): Promise<string> {
  const answer = await fetch(address, { credentials: "same-origin", headers: { Accept: "application/json" } });
  return answer.ok ? answer.text() : "";
}

function announce(place: HTMLElement): void {
  const link = document.createElement("a");
  link.href = location.pathname + location.search;
  link.textContent = place.dataset.link ?? "";
  place.replaceChildren(`${place.dataset.words ?? ""} `, link);
}

async function watch(place: HTMLElement): Promise<void> {
  const address = place.dataset.refresh ?? "";
  const first = await latest(address);
  if (!first) return;
  const timer = setInterval(async () => {
    if (document.visibilityState !== "visible") return;
    const now = await latest(address).catch(() => "");
    if (!now || now === first) return;
    clearInterval(timer);
    announce(place);
  }, minute);
}

// Without a network nothing is announced; the page stays as it is.
document.querySelectorAll<HTMLElement>("[data-refresh]").forEach((place) => void watch(place).catch(() => undefined));
