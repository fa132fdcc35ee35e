// Only in a served page: the selection is restored in the next version.
const kept = sessionStorage.getItem("chosen");
sessionStorage.removeItem("chosen");
if (kept) choose(JSON.parse(kept));
const changes = new EventSource("changes");
changes.addEventListener("message", (event) => {
  if (event.data === document.body.dataset.version) return;
  changes.close();
  sessionStorage.setItem("chosen", JSON.stringify(chosen));
  location.reload();
});
