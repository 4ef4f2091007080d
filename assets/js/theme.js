// Chooses light or dark before the first paint. It stands alone and blocks, so that no page flashes in the wrong colours.
(() => {
  try {
    const theme = localStorage.getItem("freshet-theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // Storage may be forbidden; then the system's choice stands.
  }
})();
