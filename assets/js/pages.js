// The behaviour of the pages, by data attributes. Every page works without it except where it says so itself.

const root = document.documentElement;
const systemDark = matchMedia("(prefers-color-scheme: dark)");

function isDark() {
  return root.dataset.theme === undefined ? systemDark.matches : root.dataset.theme === "dark";
}

function showTheme() {
  for (const button of document.querySelectorAll("[data-theme-toggle]")) button.setAttribute("aria-pressed", String(isDark()));
}

function toggleTheme() {
  const theme = isDark() ? "light" : "dark";
  root.dataset.theme = theme;
  try {
    localStorage.setItem("freshet-theme", theme);
  } catch {
    // The choice then lasts as long as the page.
  }
  showTheme();
}

async function copy(button) {
  const label = button.querySelector("[data-copy-label]") ?? button;
  let said = "Copied";
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
  } catch {
    // Without a secure context there is no clipboard; the text is selected so that Ctrl+C takes it.
    const field = button.parentElement.querySelector("[data-select-all]");
    field?.focus();
    field?.select();
    said = "Press Ctrl+C";
  }
  label.textContent = said;
  setTimeout(() => {
    label.textContent = "Copy";
  }, 2000);
}

async function saveTitle(field) {
  const title = field.value.trim();
  if (title === "") {
    field.value = field.dataset.before ?? "";
    return;
  }
  const answer = await fetch(field.dataset.titleOf, {
    method: "PATCH",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ title }),
  }).catch(() => undefined);
  field.toggleAttribute("aria-invalid", !answer?.ok);
  if (answer?.ok) {
    document.title = `${title} · Freshet`;
    field.title = "";
  } else {
    field.title = (await answer?.json().catch(() => undefined))?.error?.message ?? "The title is not saved: the server does not answer.";
  }
}

function filter(field) {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  for (const group of document.querySelectorAll("[data-filter-group]")) {
    let here = 0;
    for (const item of group.querySelectorAll("[data-filter-text]")) {
      const text = item.dataset.filterText.toLowerCase();
      item.hidden = !words.every((word) => text.includes(word));
      if (!item.hidden) here++;
    }
    group.hidden = here === 0;
    found += here;
  }
  for (const empty of document.querySelectorAll("[data-filter-empty]")) empty.hidden = found > 0;
}

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : undefined;
  if (target === undefined) return;
  if (target.closest("[data-theme-toggle]")) toggleTheme();
  const copied = target.closest("[data-copy]");
  if (copied) void copy(copied);
  const opener = target.closest("[data-dialog]");
  if (opener && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    document.getElementById(opener.dataset.dialog)?.showModal();
  }
  if (target instanceof HTMLDialogElement) target.close(); // the backdrop
  for (const open of document.querySelectorAll("details.confirm[open]")) {
    if (!open.contains(target)) open.open = false;
  }
});

document.addEventListener("focusin", (event) => {
  if (!(event.target instanceof HTMLInputElement)) return;
  if (event.target.dataset.selectAll !== undefined) event.target.select();
  // The grid writes here what others call the book; Escape goes back to what stood there when one came.
  if (event.target.dataset.titleOf !== undefined) event.target.dataset.before = event.target.value;
});

document.addEventListener("change", (event) => {
  if (event.target instanceof HTMLInputElement && event.target.dataset.titleOf !== undefined) void saveTitle(event.target);
});

document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (!(field instanceof HTMLInputElement) || field.dataset.titleOf === undefined) return;
  if (event.key === "Escape") field.value = field.dataset.before ?? field.value;
  if (event.key === "Escape" || event.key === "Enter") field.blur();
});

document.addEventListener("input", (event) => {
  if (event.target instanceof HTMLInputElement && event.target.dataset.filter !== undefined) filter(event.target);
});

systemDark.addEventListener("change", showTheme);
showTheme();
