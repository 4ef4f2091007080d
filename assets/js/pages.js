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

function within(element, event) {
  const box = element.getBoundingClientRect();
  return event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
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
  for (const aside of document.querySelectorAll("[data-filter-aside]")) aside.hidden = words.length > 0;
  for (const count of document.querySelectorAll("[data-filter-count]")) {
    count.textContent = (words.length > 0 ? `${found} of ` : "") + count.dataset.filterCount;
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
  if (target instanceof HTMLDialogElement && !within(target, event)) target.close(); // the backdrop is the dialog's, its padding is too
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

document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" ? document.querySelector("details.confirm[open]") : null;
  if (open === null) return;
  event.preventDefault(); // the dialog around it stays
  open.open = false;
  open.querySelector("summary").focus();
});

// A form that leads to another page is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.hasAttribute("hx-post")) return;
  setTimeout(() => {
    for (const button of form.querySelectorAll("button[type=submit]")) button.disabled = true;
  });
});

addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("form button[type=submit]:disabled")) button.disabled = false;
});

// The share dialog has its content from the server, which may be away.
document.addEventListener("htmx:error", () => {
  const body = document.getElementById("dialog-body");
  if (body === null || body.querySelector("[data-away]")) return;
  const notice = document.createElement("p");
  notice.className = "notice danger";
  notice.setAttribute("role", "alert");
  notice.dataset.away = "";
  notice.textContent = "The server does not answer. Nothing was changed; try again in a moment.";
  body.prepend(notice);
});

document.addEventListener("input", (event) => {
  if (event.target instanceof HTMLInputElement && event.target.dataset.filter !== undefined) filter(event.target);
});

systemDark.addEventListener("change", showTheme);
showTheme();
