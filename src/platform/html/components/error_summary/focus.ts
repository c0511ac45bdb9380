// The reader starts where the errors are listed.
export function focusErrors(): void {
  document.getElementById("errors")?.focus();
}
