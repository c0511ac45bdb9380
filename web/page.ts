// On every page: what makes it easier and is never needed. Words come with the markup in data- attributes; no rule lives
// here that the server lacks.
import { addCounter } from "../src/platform/html/components/field/counter";
import { keepDraft, offerDeletion } from "../src/platform/html/components/field/draft";
import { focusErrors } from "../src/platform/html/components/error_summary/focus";
import { offerCopy } from "../src/platform/html/components/links/copy";

focusErrors();
document.querySelectorAll<HTMLTextAreaElement>("textarea[data-draft]").forEach(keepDraft);
document.querySelectorAll<HTMLElement>("[data-drop-draft]").forEach(offerDeletion);
document.querySelectorAll<HTMLTextAreaElement>("textarea[data-counter]").forEach(addCounter);
document.querySelectorAll<HTMLButtonElement>("button[data-copy]").forEach(offerCopy);
