// How many characters are left: data-max, and the words with {left} in data-counter. Heard only when typing pauses.
export function addCounter(area: HTMLTextAreaElement): void {
  const words = area.dataset.counter ?? "";
  const max = Number(area.dataset.max);
  if (!words || !max) return;
  const seen = document.createElement("p");
  seen.className = "counter";
  seen.setAttribute("aria-hidden", "true");
  const heard = document.createElement("p");
  heard.className = "hidden";
  heard.setAttribute("role", "status");
  area.after(seen, heard);

  // Not every browser knows Kazakh; its numbers are grouped as the Russian ones.
  const format = new Intl.NumberFormat(document.documentElement.lang === "en" ? "en" : "ru");
  let pause = 0;
  const show = () => {
    // Characters as the server counts them: code points.
    const line = words.replace("{left}", format.format(max - [...area.value].length));
    seen.textContent = line;
    clearTimeout(pause);
    pause = setTimeout(() => (heard.textContent = line), 1500);
  };
  area.addEventListener("input", show);
  show();
}
