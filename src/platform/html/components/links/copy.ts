// <button hidden data-copy="https://…" data-copied="Copied">: shown where the clipboard can be written.
export function offerCopy(button: HTMLButtonElement): void {
  if (!navigator.clipboard) return;
  button.hidden = false;
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  button.after(said);
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy ?? "");
    said.textContent = button.dataset.copied ?? "";
  });
}
